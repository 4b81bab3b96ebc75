namespace Exchange.Protocol.Reading;

/// <summary>One thing that is wrong with a document, or that its writer should look at again.</summary>
/// <param name="Code">
/// The receipt code that this fault has on the wire (400 to 404, 450, 451, 501); accepted for a warning, which refuses nothing.
/// </param>
/// <param name="Pointer">JSON pointer (RFC 6901) to the member at fault; empty for the whole document.</param>
/// <param name="Text">A sentence for the person who can mend it; it never repeats the value.</param>
public sealed record Fault(ReceiptCode Code, string Pointer, string Text)
{
    public bool IsWarning => Code == ReceiptCode.Accepted;
}
