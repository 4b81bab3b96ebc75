using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>Asks the provider of information to permit a use that its handling codes restrict: H2 passing it on, H1 as evidence.</summary>
public sealed record ConsentRequestBody() : MessageBody(CaseKinds.ConsentRequest)
{
    public static CaseKind Definition { get; } =
        new()
        {
            Code = "consent-request",
            Body = typeof(ConsentRequestBody),
            Read = Read,
            Opens = true,
            Wants = Wanted.Consent,
            Speaker = Speaker.Opener,
            Verb = "ask-consent",
            Summary = "Ask the provider of information for permission to pass it on, or to use it as evidence.",
            Facts =
            [
                Fact.Id<ConsentRequestBody>("concerns", body => body.MessageId),
                Fact.Code<ConsentRequestBody, ConsentUse>("use", body => body.Use),
            ],
            Step = _ => LifeStep.Opens,
            Names = body => [((ConsentRequestBody)body).Named],
            Term = _ => new(Urgency.Routine, null),
        };

    /// <summary>The provider's message that has the information.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>JSON pointers to its items; absent for all of it.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    public required ConsentUse Use { get; init; }

    /// <summary>Who is to have it; a party that has a gateway by its name alone, such as <c>THA</c>: the gateway compares it.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>For what.</summary>
    public required string Text { get; init; }

    private NamedMessage Named =>
        new("/body/messageId", MessageId, NamedOf.Recipient)
        {
            Parts = [.. (Items ?? []).Select((item, index) => new NamedPart($"/body/items/{index}", item, IsItem: false))],
        };

    internal static ConsentRequestBody Read(ObjectReader reader) =>
        new()
        {
            MessageId = reader.Id("messageId"),
            Items = reader.OptionalLines("items", 100, PointerForm.Body),
            Use = reader.Code<ConsentUse>("use"),
            Recipients = reader.Lines("recipients", 1, 20, 200),
            Text = reader.Text("text", 4000),
        };
}

/// <summary>The use that a provider is asked to permit.</summary>
public enum ConsentUse
{
    PassOn,
    Evidence,
}
