using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Exchange.Gateway.Rebuilding;

/// <summary>The two tables that are a cache of the log: dropped, whatever is left of them, and filled anew entry by entry.</summary>
internal sealed class ExchangeTables(SqlSession sql)
{
    private static readonly string[] Names = ["messages", "exchanges"];

    /// <summary>Makes both tables anew, empty, as this program's schema has them.</summary>
    public void MakeAnew(ExchangeDb db)
    {
        foreach (var name in Names)
            sql.Execute($"DROP TABLE IF EXISTS {name}");
        foreach (var statement in Statements(db))
            sql.Execute(statement);
    }

    /// <summary>Does what the gateway did when it recorded the entry.</summary>
    public void Take(long index, byte[] leaf)
    {
        if (MessageEntry.Of(index, LedgerLeaf.Read(leaf).OrThrow()) is not { } entry)
            return;
        if (entry.IsSettlement)
            Settle(entry);
        else
            Record(entry);
    }

    private void Settle(MessageEntry entry)
    {
        if (MessageTable.Find(sql, entry.Counterpart, outgoing: true, entry.MessageId!.Value) is { } sent)
            MessageTable.Settle(sql, sent.Id, entry.Code!.Value, entry.At);
    }

    private void Record(MessageEntry entry)
    {
        var (outline, record) = (OutlineOf(entry), new MessageRecord(entry.Signed!.Value, entry.Sealed!.Value, entry.At, entry.Index) { Code = entry.Code });
        if (entry.IsRefusal)
        {
            MessageTable.InsertRefusedRow(sql, entry.Counterpart, outline, record);
            return;
        }

        if (entry.Step!.Opens)
            ExchangeTable.InsertRow(sql, entry.Counterpart, entry.ExchangeId!.Value, ReferenceOf(entry), entry.IsOurs, entry.At);
        MessageTable.InsertRow(sql, entry.Counterpart, entry.IsOurs, outline, record);
    }

    private static MessageOutline OutlineOf(MessageEntry entry) => new()
    {
        MessageId = entry.MessageId,
        ExchangeId = entry.ExchangeId,
        Kind = entry.Kind is { } text && CodeNames<MessageKind>.TryParse(text, out var kind) ? kind : null,
        Sequence = entry.Sequence,
        IssuedAt = entry.Detail.IssuedAt,
        ExpiresAt = entry.Detail.ExpiresAt,
    };

    private static string ReferenceOf(MessageEntry opener) => opener.Detail.Reference ?? throw new RebuildRefusedException(
        FormattableString.Invariant($"Entry {opener.Index} opens an exchange and names no reference."));

    private static IEnumerable<string> Statements(ExchangeDb db)
    {
        var model = db.GetService<IDesignTimeModel>().Model;
        var operations = db.GetService<IMigrationsModelDiffer>().GetDifferences(null, model.GetRelationalModel()).Where(IsOurs).ToList();
        return db.GetService<IMigrationsSqlGenerator>().Generate(operations, model).Select(command => command.CommandText);
    }

    private static bool IsOurs(MigrationOperation operation) => operation switch
    {
        CreateTableOperation table => Names.Contains(table.Name),
        CreateIndexOperation index => Names.Contains(index.Table),
        _ => false,
    };
}
