using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Desk.Pages;

/// <summary>Lessons of all sides, by words.</summary>
internal sealed class LessonsModel(GatewayApi api) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    public IReadOnlyList<OpenedView<LessonLearnedBody>> Lessons { get; private set; } = [];
    public string? Next { get; private set; }

    public static JsonNode? ContentOf(OpenedView<LessonLearnedBody> lesson) =>
        JsonSerializer.SerializeToNode(lesson.Body, ProtocolJson.Options);

    /// <summary>True if the list leaves out what the person may not see.</summary>
    public bool IsWithheld => api.HasWithheld;

    public async Task OnGetAsync(string? before)
    {
        var query = QueryString.Create(
            new KeyValuePair<string, string?>[] { new("q", Words), new("before", before) }.Where(pair => pair.Value is { Length: > 0 })
        );
        (Lessons, var next) = await api.GetPageAsync<IReadOnlyList<OpenedView<LessonLearnedBody>>>($"api/v1/lessons{query}");
        Next = next is null ? null : $"/lessons{next}";
    }
}
