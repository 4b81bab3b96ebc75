using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>A witness's cosignature of the recipient's log, or its wish for a missing head (border protocol, section 8).</summary>
/// <param name="Origin">Of the recipient's log.</param>
/// <param name="Size">Of the cosigned head; with <paramref name="Wanted"/>, the newest size held, or 0.</param>
/// <param name="Line">C2SP cosignature line without its line feed.</param>
/// <param name="Wanted">The size from which a proof is missing.</param>
public sealed record CosignatureBody(string Origin, long Size, string? Line, long? Wanted) : MessageBody(LinkKind.Cosignature)
{
    internal static CosignatureBody Read(ObjectReader reader)
    {
        var body = new CosignatureBody(
            reader.Text("origin", 128),
            reader.Integer("size", 0, long.MaxValue),
            reader.OptionalText("line", CheckpointBody.MaximumNote),
            reader.OptionalInteger("wanted", 0, long.MaxValue));
        if (body.Line is null == body.Wanted is null)
            reader.Refuse("line", ReceiptCode.MembersOrTypes, "Exactly one of line and wanted must be there.");
        return body;
    }
}
