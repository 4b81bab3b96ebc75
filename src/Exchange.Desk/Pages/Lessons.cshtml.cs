using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;
using Exchange.Desk.Forms;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Desk.Pages;

/// <summary>Lessons of all sides, by words.</summary>
internal sealed class LessonsModel(GatewayApi api, KindForms forms) : PageModel
{
    private Shape _shape = null!;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    public IReadOnlyList<OpenedView<LessonLearnedBody>> Lessons { get; private set; } = [];
    public Paging Paging { get; private set; } = null!;

    /// <summary>What a lesson says; null if that is no longer stored.</summary>
    public FormField? ContentOf(OpenedView<LessonLearnedBody> lesson) =>
        new MessageForm(
            _shape,
            new JsonObject { ["body"] = JsonSerializer.SerializeToNode(lesson.Body, ProtocolJson.Options) }
        ).Part("body");

    /// <summary>True if the list leaves out what the person may not see.</summary>
    public bool IsWithheld => api.HasWithheld;

    public async Task OnGetAsync()
    {
        var query = QueryString.Create(
            new KeyValuePair<string, string?>[] { new("q", Words), new("before", Paging.Begin(Request)) }.Where(pair =>
                pair.Value is { Length: > 0 }
            )
        );
        (Lessons, var next) = await api.GetPageAsync<IReadOnlyList<OpenedView<LessonLearnedBody>>>($"api/v1/lessons{query}");
        _shape = await forms.ShapeAsync(api, CaseKinds.LessonLearned);
        Paging = Paging.Of(Request, next, "before");
    }
}
