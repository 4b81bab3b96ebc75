using System.Data.Common;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Replay;
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
        try
        {
            ExchangeProjection.Apply(sql, entry);
        }
        catch (InvalidDataException fault)
        {
            throw new RebuildRefusedException(fault.Message);
        }
        catch (DbException fault) when (Database.IsConflict(fault))
        {
            throw new RebuildRefusedException(FormattableString.Invariant($"Entry {index} tells of a message whose id or sequence an earlier entry has."));
        }
    }

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
