using System.Net;
using Exchange.Desk.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;

namespace Exchange.Desk.Pages;

/// <summary>What went wrong, what was kept, and what to do.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
internal sealed class ProblemModel : PageModel
{
    public string Heading { get; private set; } = "Sorry, there is a problem";
    public IReadOnlyList<string> Sentences { get; private set; } = [];

    /// <summary>Why the gateway has refused; null if it has not.</summary>
    public GatewayFault? Refusal { get; private set; }

    public string? Code { get; private set; }

    /// <summary>
    /// The fields of a form that came when its person was signed out, or the gateway did not do its work. They can be sent again: by the
    /// same person, when that is past.
    /// </summary>
    public IReadOnlyList<(string Name, string Value)> Kept { get; private set; } = [];

    /// <summary>Where they were sent to.</summary>
    public string KeptFor { get; private set; } = "";

    /// <summary>True if they can be sent again only after a sign-in.</summary>
    public bool IsSignedOut { get; private set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public Task<IActionResult> OnPostAsync() => ShowAsync();

    private async Task<IActionResult> ShowAsync()
    {
        var thrown = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        switch (thrown?.Error)
        {
            case GatewayRefusal { Status: HttpStatusCode.Unauthorized }:
                // The session has ended at the gateway.
                await HttpContext.SignOutAsync();
                if (!await KeepUntilSignedInAsync($"{thrown.Path}{Request.QueryString}"))
                    return LocalRedirect($"/sign-in?to={Uri.EscapeDataString(thrown.Path)}");
                break;
            case GatewayRefusal refusal:
                Say(HeadingOf(refusal.Status), []);
                (Refusal, Code) = (refusal.At(""), refusal.Code);
                if (refusal.Status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
                    await KeepForLaterAsync(thrown.Path);
                break;
            case GatewayUnreachable unreachable:
                Refusal = unreachable.Fault;
                Say(
                    "The gateway cannot be reached",
                    [
                        "Nothing was sent. Messages that the gateway has recorded are sent by the gateway itself.",
                        "Try again in a minute. If it lasts, tell the operator of your gateway.",
                    ]
                );
                await KeepForLaterAsync(thrown.Path);
                break;
            case BadHttpRequestException { StatusCode: var status }:
                Explain(status);
                break;
            case not null:
                Say(
                    "Sorry, there is a problem",
                    ["The desk failed. Nothing more is known here; the service log of the desk says more.", "Try again later."]
                );
                break;
            default:
                if (
                    HttpContext.Features.Get<IStatusCodeReExecuteFeature>()
                        is not { OriginalStatusCode: StatusCodes.Status401Unauthorized } late
                    || !await KeepUntilSignedInAsync($"{late.OriginalPath}{late.OriginalQueryString}")
                )
                {
                    Explain(
                        HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null
                            ? StatusCodes.Status404NotFound
                            : Response.StatusCode
                    );
                }

                break;
        }

        return Page();
    }

    private async Task<bool> KeepUntilSignedInAsync(string path)
    {
        if (!await KeepAsync(path))
            return false;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        IsSignedOut = true;
        Say(
            "You are signed out",
            [
                "Nothing was sent, and what you typed is kept on this page.",
                "Sign in in a new window, then come back here and send it again.",
            ]
        );
        return true;
    }

    private async Task KeepForLaterAsync(string path)
    {
        if (await KeepAsync($"{path}{Request.QueryString}"))
            Sentences = [.. Sentences, "What you typed is kept on this page. Send it again in a minute."];
    }

    private async Task<bool> KeepAsync(string path)
    {
        if (!HttpMethods.IsPost(Request.Method) || !Request.HasFormContentType)
            return false;
        var form = await Request.ReadFormAsync();
        // A password is on no page.
        if (form.ContainsKey("password"))
            return false;
        KeptFor = path;
        Kept = [.. form.SelectMany(field => field.Value.Select(value => (field.Key, value ?? "")))];
        return Kept.Count > 0;
    }

    private void Explain(int status)
    {
        Response.StatusCode = status;
        if (status == StatusCodes.Status404NotFound)
            Say("Page not found", ["Check the address, or begin at the start."]);
        else if (status == StatusCodes.Status400BadRequest)
            Say("This form could not be read", ["Nothing was sent. Go back, load the page again, and send the form again."]);
        else if (status == StatusCodes.Status413PayloadTooLarge)
            Say("What you sent is too large", ["Nothing was sent. A message with all that it has must be smaller than 512 KiB."]);
        else if (status == StatusCodes.Status429TooManyRequests)
            Say("There were too many requests from your address", ["Nothing was done. Wait a minute, and try again."]);
        else
            Say("Sorry, there is a problem", []);
    }

    private static string HeadingOf(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.Forbidden => "You may not do this",
            HttpStatusCode.NotFound => "There is no such thing here",
            HttpStatusCode.TooManyRequests => "There were too many requests from you",
            >= HttpStatusCode.InternalServerError => "The gateway cannot do this now",
            _ => "This was not done",
        };

    private void Say(string heading, IReadOnlyList<string> sentences) => (Heading, Sentences) = (heading, sentences);
}
