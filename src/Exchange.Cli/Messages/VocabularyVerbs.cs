using System.Text.Json.Nodes;
using Exchange.Cli.Parties;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;

namespace Exchange.Cli.Messages;

/// <summary>A verb that shows something of a kind, or lists the kinds; it needs no gateway.</summary>
internal abstract class KindVerb : Verb
{
    private readonly Argument<string?> _kind = new("KIND")
    {
        Description = "A kind of message; without it, all kinds are listed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    protected KindVerb(string name, string description)
        : base(name, description, $"exchange {name}", $"exchange {name} request") => Take(_kind);

    protected abstract string Text(CaseKind kind);

    /// <summary>What helps to read it, apart from the text.</summary>
    protected virtual IEnumerable<string> Hints(JsonNode text) => [];

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        if (invocation.Value(_kind) is not { } code)
        {
            invocation.Answer(CaseKinds.All.Select(kind => kind.Code), CaseKinds.All.Select(kind => $"{kind.Code,-24}{kind.Summary}"));
            return Task.CompletedTask;
        }

        var kind = CaseKinds.Find(code)
            ?? throw new CommandFailedException(
                ExitCode.Usage,
                "KIND is not a kind of message.",
                toDo: $"Give one of: {string.Join(", ", CaseKinds.All)}."
            );
        var text = Text(kind);
        var document = JsonNode.Parse(text)!;
        invocation.Answer(document, text.TrimEnd('\n').Split('\n'));
        foreach (var hint in Hints(document))
            invocation.Say(hint);
        return Task.CompletedTask;
    }
}

internal sealed class SchemaVerb() : KindVerb("schema", "Show the JSON Schema of a kind of message.")
{
    protected override string Text(CaseKind kind) => KindSchema.Write(kind);
}

internal sealed class TemplateVerb() : KindVerb("template", "Show an example of a kind of message, to fill in. Its case is invented.")
{
    protected override string Text(CaseKind kind) => KindExamples.Of(kind)[0].Json;

    // The template is JSON, which has no place for them.
    protected override IEnumerable<string> Hints(JsonNode text)
    {
        var texts = Texts(text, isLanguage: false).Distinct().Order().ToList();
        var countries = texts
            .Where(one => !one.IsLanguage && CountryNames.Find(one.Text) is not null)
            .Select(one => PartyText.Of(one.Text));
        if (countries.Any())
            yield return $"Countries in it: {string.Join(", ", countries)}. All codes with their names are in: exchange schema request";
        var languages = texts.Where(one => one.IsLanguage).Select(one => LanguageText.Of(one.Text));
        if (languages.Any())
            yield return $"Languages in it: {string.Join(", ", languages)}.";
    }

    // Days of the week look like languages.
    private static IEnumerable<(string Text, bool IsLanguage)> Texts(JsonNode? node, bool isLanguage) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => Texts(member.Value, member.Key is "language" or "languages")),
            JsonArray items => items.SelectMany(item => Texts(item, isLanguage)),
            JsonValue value when value.TryGetValue<string>(out var text) => [(text, isLanguage)],
            _ => [],
        };
}
