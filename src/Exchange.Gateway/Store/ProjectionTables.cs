using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Exchange.Gateway.Store;

/// <summary>The two tables that are computed from the ledger.</summary>
internal static class ProjectionTables
{
    private static readonly string[] Names = ["messages", "exchanges"];

    /// <summary>Drops both, and creates them empty with this program's schema.</summary>
    public static void MakeAnew(SqlSession sql, ExchangeDb db)
    {
        foreach (var name in Names)
            sql.Execute($"DROP TABLE IF EXISTS {name}");
        foreach (var statement in Statements(db))
            sql.Execute(statement);
    }

    /// <summary>What both have, once they are filled from a ledger of this size.</summary>
    public static RebuiltView Count(SqlSession sql, long size) =>
        new(
            size,
            sql.Scalar<long>("SELECT COUNT(*) FROM exchanges"),
            sql.Scalar<long>("SELECT COUNT(*) FROM messages"),
            sql.Scalar<long>(
                "SELECT COUNT(*) FROM messages m WHERE NOT EXISTS (SELECT 1 FROM contents c WHERE c.log = m.log AND "
                    + "c.entry_index = m.entry_index)"
            ),
            sql.Scalar<long>(
                """
                SELECT COUNT(*) FROM messages m WHERE m.outgoing AND m.code IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.log = m.log AND r.counterpart = m.counterpart AND r.message_id = m.message_id)
                """
            )
        );

    private static IEnumerable<string> Statements(ExchangeDb db)
    {
        var model = db.GetService<IDesignTimeModel>().Model;
        var operations = db.GetService<IMigrationsModelDiffer>().GetDifferences(null, model.GetRelationalModel()).Where(IsOurs).ToList();
        return db.GetService<IMigrationsSqlGenerator>().Generate(operations, model).Select(command => command.CommandText);
    }

    private static bool IsOurs(MigrationOperation operation) =>
        operation switch
        {
            CreateTableOperation table => Names.Contains(table.Name),
            CreateIndexOperation index => Names.Contains(index.Table),
            _ => false,
        };
}
