using Exchange.Gateway.Exporting;
using Exchange.Ledger.Export;
using Exchange.Ledger.Tiles;
using Microsoft.AspNetCore.Http.Features;

namespace Exchange.Gateway.Api;

/// <summary>Our ledger as the files of an export: a C2SP tlog-tiles prefix, with receipts, checkpoints and cards beside it.</summary>
internal static class LedgerFileEndpoints
{
    private const string Text = "text/plain; charset=utf-8";
    private const string Bytes = "application/octet-stream";
    private const string Lines = "application/x-ndjson";
    private const string Json = "application/json";

    /// <summary>The route parameter that names a former ledger.</summary>
    public const string Former = "former";

    /// <summary>Our former ledgers.</summary>
    public static IResult Formers(Database database)
    {
        using var sql = database.OpenSession();
        return Results.Json(LogTable.Ended(sql).Select(log => log.View), ProtocolJson.Options);
    }

    /// <summary>The newest cosigned checkpoint.</summary>
    public static IResult NewestCheckpoint(HttpContext context, Database database) =>
        Of(context, database, (sql, log) =>
            CheckpointTable.Exported(sql, log, CheckpointTable.ExportedSize(sql, log)) is { } newest ? Note(newest) : NotCosigned()
        );

    public static IResult Checkpoint(long size, HttpContext context, Database database) =>
        Of(context, database, (sql, log) =>
            CheckpointTable.Exported(sql, log, size) is { } cosigned ? Note(cosigned) : Problems.NotFound("cosigned checkpoint")
        );

    public static IResult Checkpoints(HttpContext context, Database database, long? after) =>
        Of(context, database, (sql, log) =>
            Results.Json(
                Pages.Cut(
                    context,
                    CheckpointTable.Exported(sql, log, after ?? 0, CheckpointTable.ExportedSize(sql, log), LogExport.Most + 1),
                    LogExport.Most,
                    "after",
                    checkpoint => checkpoint.Size
                ),
                ProtocolJson.Options
            )
        );

    /// <summary>A tile or a bundle of entries.</summary>
    public static IResult Tile(string path, HttpContext context, Database database) =>
        TilePath.TryParse($"tile/{path}", out var tile) ? File(tile.Value, Bytes, context, database) : Problems.NotFound("tile");

    public static IResult Receipts(string path, HttpContext context, Database database) =>
        TilePath.TryParse($"receipts/{path}", out var receipts)
            ? File(receipts.Value, Lines, context, database)
            : Problems.NotFound("file of receipts");

    public static IResult Heads(HttpContext context, Database database, long? after) =>
        Of(context, database, (sql, log) =>
            Results.Json(
                Pages.Cut(
                    context,
                    ReceiptTable.Heads(sql, log, after ?? -1, CheckpointTable.ExportedSize(sql, log), LogExport.Most + 1),
                    LogExport.Most,
                    "after",
                    checkpoint => checkpoint.Entry
                ),
                ProtocolJson.Options
            )
        );

    public static IResult Head(string party, string log, string size, Database database)
    {
        using var sql = database.OpenSession();
        return HeadPath.TryParse($"heads/{party}/{log}/{size}", out var path) && HeldCheckpointTable.Exported(sql, path) is { } checkpoint
            ? Note(checkpoint)
            : Problems.NotFound("head");
    }

    public static IResult Cards(Database database, OwnParty own)
    {
        using var sql = database.OpenSession();
        return Results.Json(
            CardTable.Paths(sql).Append(OwnPath(own)).Distinct().Select(path => Path.GetFileName(path.ToString())),
            ProtocolJson.Options
        );
    }

    public static IResult Card(string name, Database database, OwnParty own, OwnCardFile ownCard)
    {
        if (!CardPath.TryParse($"cards/{name}", out var path))
            return Problems.NotFound("card");
        if (path == OwnPath(own))
            return Results.Bytes(ownCard.Bytes, Json);
        using var sql = database.OpenSession();
        var bytes = CardTable.Read(sql, path.Party, path.Serial);
        return bytes is null ? Problems.NotFound("card") : Results.Bytes(bytes, Json);
    }

    /// <summary>All files of the export as one zip.</summary>
    public static IResult Archive(HttpContext context, LogArchive archive, OwnParty own)
    {
        if (!archive.Exists())
            return NotCosigned();
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        return Results.Stream(output => Task.Run(() => archive.Write(output)), "application/zip", $"{own.Name}-ledger.zip");
    }

    private static IResult File(TilePath path, string type, HttpContext context, Database database) => Of(context, database, (sql, log) =>
        {
            if (LogExport.File(sql, log, path) is not { } bytes)
                return Problems.NotFound("file in the ledger up to its newest cosigned checkpoint");
            // A file never changes (C2SP tlog-tiles), unless another ledger begins under this address.
            context.Response.Headers.CacheControl = log is null ? "no-cache" : "private, max-age=31536000, immutable";
            return Results.Bytes(bytes, type);
        });

    private static IResult Of(HttpContext context, Database database, Func<SqlSession, long?, IResult> read)
    {
        using var sql = database.OpenSession();
        return TryFindLog(context, sql, out var log) ? read(sql, log) : Problems.NotFound("log of ours that has ended");
    }

    /// <summary>The ledger that an address names, null for the present one; false if it does not exist.</summary>
    public static bool TryFindLog(HttpContext context, SqlSession sql, out long? log)
    {
        var name = context.GetRouteValue(Former) as string;
        log = name is null ? null : LogTable.Former(sql, name);
        return name is null || log is not null;
    }

    private static CardPath OwnPath(OwnParty own) => new(own.Name, own.Card.Serial);

    private static IResult Note(CosignedCheckpoint checkpoint) => Results.Bytes(LogExport.Text(checkpoint), Text);

    private static IResult NotCosigned() =>
        Problems.Of(
            StatusCodes.Status404NotFound,
            "not-cosigned-yet",
            "No counterpart has cosigned a checkpoint of this ledger yet, so there is nothing to export. Check the links "
                + "(exchange link ping PARTY), and ask again."
        );
}
