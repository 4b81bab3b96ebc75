using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>A trend, a modus operandi or a good practice. It has no personal data; identifiers in its texts are refused.</summary>
public sealed record LessonLearnedBody() : MessageBody(CaseKinds.LessonLearned)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "lesson-learned",
            Body = typeof(LessonLearnedBody),
            Read = Read,
            Opens = true,
            IsForAllUnits = true,
            Wants = Wanted.Nothing,
            Speaker = Speaker.Opener,
            Verb = "share-lesson",
            Summary = "Share a trend, a modus operandi or a good practice, without personal data.",
            Step = _ => LifeStep.Opens,
        };

    public required LessonType Type { get; init; }
    public required string Topic { get; init; }
    public required string Text { get; init; }

    /// <summary>The route that it concerns, in words, such as from one region to another.</summary>
    public string? Route { get; init; }

    /// <summary>By what it can be noticed.</summary>
    public IReadOnlyList<string>? Indicators { get; init; }

    /// <summary>What has worked against it.</summary>
    public string? Practice { get; init; }

    internal static LessonLearnedBody Read(ObjectReader reader)
    {
        var body = new LessonLearnedBody
        {
            Type = reader.Code<LessonType>("type"),
            Topic = reader.Line("topic", 200),
            Text = reader.Text("text", 20_000),
            Route = reader.OptionalLine("route", 500),
            Indicators = reader.OptionalLines("indicators", 50, 500),
            Practice = reader.OptionalText("practice", 8000),
        };
        IEnumerable<(string Pointer, string? Text)> texts =
        [
            ("/topic", body.Topic),
            ("/text", body.Text),
            ("/route", body.Route),
            ("/practice", body.Practice),
            .. (body.Indicators ?? []).Select((text, index) => ($"/indicators/{index}", (string?)text)),
        ];
        foreach (var (pointer, text) in texts)
        {
            if (text is not null && Identifiers.FirstIn(text) is { } found)
                reader.RefuseAt(pointer, $"A lesson must not identify anyone, and this text has {found}.");
        }

        return body;
    }

    internal override void Check(Relations relations) => relations.HasNoPersonalData();
}

/// <summary>What a lesson is.</summary>
public enum LessonType
{
    Trend,
    ModusOperandi,
    GoodPractice,
}
