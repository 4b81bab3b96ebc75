using Exchange.Protocol.Vocabulary;

namespace Exchange.Cli.Messages;

internal sealed class LessonsVerb : Verb
{
    private readonly Argument<string[]> _words = new("WORDS")
    {
        Description = "Show lessons whose texts have all these words, in upper or lower case (default: all lessons).",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<long?> _before = PageOption.Create();

    public LessonsVerb()
        : base(
            "lessons",
            "Search the lessons of both sides: trends, modi operandi and good practices, the newest first, 20 a page. That they "
                + "were opened is recorded in the ledger.",
            "exchange lessons",
            "exchange lessons sea route"
        ) => Take(_words, _before);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var words = invocation.Value(_words) ?? [];
        string[] query =
        [
            .. words.Length > 0 ? [$"q={Uri.EscapeDataString(string.Join(' ', words))}"] : Array.Empty<string>(),
            .. PageOption.Query(invocation, _before),
        ];
        var (lessons, next) = await client.GetPageAsync<IReadOnlyList<OpenedView<LessonLearnedBody>>>(
            $"api/v1/lessons?{string.Join('&', query)}",
            cancellation
        );
        if (lessons.Count == 0)
            invocation.Say(next is null ? "There are no such lessons." : "There are no such lessons among those that were searched.");
        invocation.Answer(lessons, lessons.Where(lesson => lesson.Body is not null).SelectMany(lesson => Lines(lesson, lesson.Body!)));
        ContentText.SayWithheld(invocation, client);
        PageOption.SayMore(invocation, next, "older lessons");
    }

    private static IEnumerable<string> Lines(OpenedView<LessonLearnedBody> lesson, LessonLearnedBody body) =>
        [
            $"{lesson.Reference}  {lesson.Sender}  {ProtocolTime.Write(lesson.IssuedAt)}  "
                + $"{CodeNames<LessonType>.Write(body.Type)}: {body.Topic}",
            .. ContentText.Indented("  ", body.Text),
            .. body.Route is null ? [] : ContentText.Indented("  ", $"Route: {body.Route}"),
            .. (body.Indicators ?? []).SelectMany(indicator => ContentText.Indented("  ", $"Indicator: {indicator}")),
            .. body.Practice is null ? [] : ContentText.Indented("  ", $"Practice: {body.Practice}"),
        ];
}
