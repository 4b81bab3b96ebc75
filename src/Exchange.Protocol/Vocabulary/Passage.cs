namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// What a message can be quoted by: one of its sentences or texts, one of its entities, or the name of a message or an exchange.
/// Two passages are the same if their texts are.
/// </summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the message.</param>
/// <param name="Text">In the form in which passages are compared.</param>
/// <param name="Codes">The handling codes that it is under: its message's and its own.</param>
public sealed record Passage(string Pointer, string Text, IReadOnlySet<HandlingCode> Codes) : Content
{
    // In no text that is compared.
    private const char NameMark = '=';

    /// <summary>True for the id of a message or an exchange, or a reference.</summary>
    public bool IsName => Text[0] == NameMark;

    /// <summary>True if its provider must permit to pass it on (H2), or to use it as evidence (H1).</summary>
    public bool IsRestricted => Codes.Contains(HandlingCode.H1) || Codes.Contains(HandlingCode.H2);

    internal static Passage Named(string pointer, string name, IReadOnlySet<HandlingCode> codes) => new(pointer, NameMark + name, codes);
}
