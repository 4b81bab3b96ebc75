using Exchange.Ledger.Replay;
using Exchange.Protocol.Life;

namespace Exchange.Cli.Ledger;

/// <summary>Summaries of exchanges as bytes, for a spool.</summary>
internal static class SummaryForm
{
    public static void Write(BinaryWriter writer, ExchangeSummary summary)
    {
        writer.Write(summary.Entry);
        writer.Write(summary.Reference ?? "");
        writer.Write(summary.Counterpart);
        writer.Write(summary.ExchangeId.ToByteArray());
        writer.Write(summary.OpenedByUs);
        writer.Write((int)summary.Status);
        writer.Write(summary.DueAt?.ToUnixTimeMilliseconds() ?? long.MinValue);
        writer.Write(summary.Overdue);
        writer.Write(summary.Messages);
    }

    public static ExchangeSummary Read(BinaryReader reader) => new(
        reader.ReadInt64(),
        reader.ReadString() is { Length: > 0 } reference ? reference : null,
        reader.ReadString(),
        new(reader.ReadBytes(16)),
        reader.ReadBoolean(),
        (ExchangeStatus)reader.ReadInt32(),
        reader.ReadInt64() is > long.MinValue and var due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null,
        reader.ReadBoolean(),
        reader.ReadInt32());
}
