using Exchange.Gateway.Store;
using Exchange.Ledger.Export;
using Exchange.Protocol.Api;

namespace Exchange.Gateway.Exporting;

/// <summary>Where a log of ours lies: the present one, or one that has ended. Each is the name of a table, or a query in its place.</summary>
/// <param name="Entries">Index and leaf.</param>
/// <param name="Tiles">Level, index and hashes of the full ones.</param>
/// <param name="Checkpoints">Size and note.</param>
/// <param name="Cosignatures">Witness, size and line.</param>
/// <param name="Receipts">By entry: what proves what it says.</param>
internal sealed record LogTables(string Entries, string Tiles, string Checkpoints, string Cosignatures, string Receipts)
{
    public static LogTables Present { get; } = new("entries", "tiles", "checkpoints", "cosignatures", "receipts");

    /// <summary>A log that has ended, by what stands for its name in an address; nothing if none is named so.</summary>
    public static LogTables? Former(SqlSession sql, string name) => Formers(sql).Find(former => HeadPath.LogOf(former.Origin) == name) is { } found ? Former(found.Origin) : null;

    /// <summary>All logs of ours that have ended, the newest first.</summary>
    public static List<FormerLogView> Formers(SqlSession sql) => sql.Query(
        "SELECT origin, size, ended_at FROM former_logs ORDER BY ended_at DESC",
        row => new FormerLogView(row.GetString(0), row.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), $"former/{HeadPath.LogOf(row.GetString(0))}"));

    private static LogTables Former(string origin)
    {
        var quoted = origin.Replace("'", "''", StringComparison.Ordinal);
        string Of(string columns, string table) => $"(SELECT {columns} FROM former_{table} WHERE origin = '{quoted}')";
        return new(
            Of("\"index\", leaf", "entries"), Of("level, \"index\", hashes", "tiles"), Of("size, note, signed_at", "checkpoints"), Of("witness, size, line", "cosignatures"),
            Of("entry_index, counterpart, head_origin AS origin, size, item", "receipts"));
    }
}
