using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>A renewed grant for the recipient's mailbox at the sender's broker.</summary>
/// <param name="Grant">The exact bytes of the grant, as text.</param>
public sealed record MailboxGrantBody(string Grant) : MessageBody(LinkKind.MailboxGrant)
{
    internal static MailboxGrantBody Read(ObjectReader reader) => new(reader.Text("grant", MailboxGrant.MaximumSize));
}
