using System.CommandLine;
using System.Text;
using Exchange.Cli.Gateway;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Messages;

/// <summary><c>receipt</c>: the recipient's ledger entry for a message of ours.</summary>
internal sealed class ReceiptVerb : Verb
{
    private readonly Argument<string> _id = MeantMessage.Argument("A message that we sent");

    public ReceiptVerb(Surroundings surroundings)
        : base(
            surroundings,
            "receipt",
            "Show the receipt of a message that we sent: the recipient's ledger entry, verified by this gateway. For a court or an auditor use: exchange evidence export",
            "exchange receipt BGD-MYS-2026-000001",
            "exchange receipt 019b0c4e-… --json") => Arguments.Add(_id);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation.Required(_id), _id.Name, null, client, cancellation);
        var receipt = await client.GetAsync<ReceiptView>((meant with { Sender = null }).Path("/receipt"), cancellation);
        invocation.Answer(receipt, Lines(receipt));
    }

    private static IEnumerable<string> Lines(ReceiptView receipt)
    {
        yield return $"{receipt.MessageId}: {(receipt.Code == ReceiptCode.Accepted ? "accepted" : "REFUSED")} (receipt code {(int)receipt.Code}), receipt taken at {ProtocolTime.Write(receipt.SettledAt)}";
        if (LedgerLeaf.Read(Encoding.UTF8.GetBytes(receipt.Item.Leaf)).Value is { } leaf)
            yield return FormattableString.Invariant($"  entry {receipt.Item.Index} of the ledger of {leaf.Party}, recorded there at {ProtocolTime.Write(leaf.At)}");
        yield return $"  proved under its checkpoint: {string.Join("  ", receipt.Checkpoint.Split('\n').Take(3))}";
    }
}
