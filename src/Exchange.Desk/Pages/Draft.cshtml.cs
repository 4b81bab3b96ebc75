using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Desk.Maps;
using Exchange.Desk.Security;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Pages;

/// <summary>
/// A message as a form. Whatever its button says, what was typed is written to the draft at the gateway first. What was written by
/// another page in the meantime is never written over unseen.
/// </summary>
internal sealed class DraftModel(GatewayApi api, KindForms forms, IStringLocalizer<Words> words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public DraftView Draft { get; private set; } = null!;
    public MessageForm Form { get; private set; } = null!;
    public CaseKind Kind => CaseKinds.Find(Draft.Kind)!;

    /// <summary>The version that is written over next.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>True if what is shown was not saved, for another edit was first.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Faults that no field has.</summary>
    public IReadOnlyList<GatewayFault> Faults { get; private set; } = [];

    private string Path => $"api/v1/drafts/{MessageId.Write(Id)}";

    /// <param name="check">True to show what is wrong.</param>
    /// <param name="at">Pointer to what was changed last.</param>
    public async Task<IActionResult> OnGetAsync(bool check, string? at)
    {
        var shape = await LoadAsync("?asked=true");
        if (Draft.Status == DraftStatus.Sent)
            return RedirectToPage("Sent", new { exchange = Draft.ExchangeId, reference = Draft.Reference });
        var found = check ? await api.GetAsync<CheckedView>($"{Path}/check") : new(null, [], []);
        Show(shape, JsonObject.Create(Draft.Message!.Value)!, found, at);
        return Page();
    }

    /// <summary>Every button of the form.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] string? act, [FromForm] string tag, IFormFile? file)
    {
        var shape = await LoadAsync();
        if (act == "delete")
        {
            await api.CallAsync(HttpMethod.Delete, Path);
            return RedirectToPage("Drafts");
        }

        var message = FormReader.Read(shape, Request.Form);
        if (act == "fill")
        {
            var (filled, fault) = file is null ? (null, "Choose a file.") : await MessageFile.ReadAsync(file, Kind.Code);
            if (filled is null)
            {
                Tag = tag;
                Faults = [new("#file", fault!, null)];
                Show(shape, message);
                return Page();
            }

            message = filled;
        }

        var at = FormEdit.Apply(new(shape, message), act, Request.Form[$"type {act?.Split(' ')[^1]}"]);
        try
        {
            await api.PutAsync<DraftView>(Path, new DraftEdit(JsonSerializer.SerializeToElement<JsonNode>(message)), tag);
        }
        catch (GatewayRefusal refusal) when (refusal.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.UnprocessableEntity)
        {
            // The version that was first is known now: saving again means to write over it.
            IsLost = refusal.Status == HttpStatusCode.PreconditionFailed;
            Faults = IsLost ? [] : [refusal.At("#form")];
            ModelState.Clear();
            Show(shape, message, changed: at);
            return Page();
        }

        return act switch
        {
            "check" => RedirectToPage("DraftCheck", new { Id }),
            "fill" => RedirectToPage(new { Id, check = "true" }),
            _ => RedirectToPage(
                null,
                null,
                new
                {
                    Id,
                    at,
                    saved = "true",
                },
                at
            ),
        };
    }

    /// <summary>What the script of the page saves as it is typed.</summary>
    public async Task<IActionResult> OnPostSaveAsync([FromForm] string tag)
    {
        try
        {
            var message = FormReader.Read(await LoadAsync(), Request.Form);
            var (draft, next) = await api.PutAsync<DraftView>(Path, new DraftEdit(JsonSerializer.SerializeToElement<JsonNode>(message)), tag);
            return new JsonResult(
                new
                {
                    tag = next,
                    text = Saved(draft.UpdatedAt),
                    hasRoute = RouteMap.Of(message) is not null,
                }
            );
        }
        catch (GatewayRefusal refusal) when (refusal.Status == HttpStatusCode.PreconditionFailed)
        {
            var text = words["Not saved: this draft was changed in another window. Press Save to see both."].Value;
            return new JsonResult(new { text }) { StatusCode = StatusCodes.Status409Conflict };
        }
        catch (GatewayRefusal refusal) when (refusal.Status != HttpStatusCode.Unauthorized)
        {
            return NotSaved(refusal.At(""), StatusCodes.Status422UnprocessableEntity);
        }
        catch (GatewayUnreachable unreachable)
        {
            return NotSaved(unreachable.Fault, StatusCodes.Status502BadGateway);
        }
    }

    private JsonResult NotSaved(GatewayFault why, int status) =>
        new(new { text = $"{words["Not saved:"]} {words.Say(why)}" }) { StatusCode = status };

    /// <summary>The route as it was saved last, for the script of the page.</summary>
    public async Task<IActionResult> OnGetRouteAsync()
    {
        await LoadAsync();
        return Partial("_RouteMap", Draft.Message is { } message ? RouteMap.Of(JsonObject.Create(message)) : null);
    }

    public string Saved(DateTimeOffset at) => words["Saved at {0} UTC", at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)];

    // Only where it is shown, the questions that it answers are asked for: that they are read is recorded.
    private async Task<Shape> LoadAsync(string query = "")
    {
        SafeHeaders.AllowOwnScript(Response);
        (Draft, Tag) = await api.GetTaggedAsync<DraftView>($"{Path}{query}");
        return await forms.ShapeAsync(api, Kind);
    }

    private void Show(Shape shape, JsonObject message, CheckedView? found = null, string? changed = null) =>
        Form = new(
            shape,
            message,
            [.. (found?.Faults ?? []).Select(fault => new GatewayFault(fault.Pointer, fault.Detail, null))],
            [.. (found?.Warnings ?? []).Select(warning => new GatewayFault(warning.Pointer, warning.Detail, null))],
            changed
        )
        {
            Asked = Draft.Asked ?? [],
        };
}
