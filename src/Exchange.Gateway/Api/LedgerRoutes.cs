using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Exchange.Gateway.Api;

/// <summary>The routes of the ledger, and of its export.</summary>
internal static class LedgerRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        MapEntries(api.MapGroup("/ledger").WithTags("ledger"));
        var export = api.MapGroup("/ledger")
            .WithTags("export")
            .ProducesProblem(Status404NotFound)
            .For(Role.Auditor, Role.Operator)
            .Recorded("export", always: true);
        MapFiles(export, "");
        export
            .MapGet("/archive", LedgerFileEndpoints.Archive)
            .WithName("exportArchive")
            .WithSummary(
                "All files of the export as one zip, up to the newest checkpoint that a counterpart has cosigned. Unpacked, it "
                    + "is what 'exchange ledger verify' reads."
            )
            .Produces<Stream>(Status200OK, "application/zip");
        export
            .MapGet("/former", LedgerFileEndpoints.Formers)
            .WithName("listFormerLogs")
            .WithSummary(
                "Our ledgers that have ended, the newest first; 'path' is where the files of each are, as those of the present one."
            )
            .Produces<IReadOnlyList<FormerLogView>>();
        var former = api.MapGroup($"/ledger/former/{{{LedgerFileEndpoints.Former}}}").WithTags("export").ProducesProblem(Status404NotFound);
        MapFiles(former.MapGroup("").For(Role.Auditor, Role.Operator).Recorded("export", always: true), "OfFormer");
        MapSearch(former, "OfFormer").ProducesProblem(Status404NotFound);
    }

    private static void MapEntries(RouteGroupBuilder ledger)
    {
        ledger
            .MapGet("", LedgerEndpoints.Head)
            .WithName("readLedger")
            .WithSummary("The newest checkpoint of our ledger, and the counterparts' cosignatures.")
            .Produces<LedgerView>()
            .For(Role.Officer, Role.Supervisor, Role.Auditor, Role.Operator)
            .Recorded("head");
        ledger
            .MapPost("/trust", LedgerEndpoints.TrustAsync)
            .WithName("trustLedger")
            .WithSummary("Operator confirmation after a restore: trust our ledger and our record of the counterparts' ledgers.")
            .Produces<LedgerView>()
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Operator);
        ledger
            .MapPost("/compare", ComparisonEndpoints.CompareAsync)
            .WithName("compareExport")
            .Accepts<Stream>(ComparisonEndpoints.Type)
            .WithSummary(
                "Compare our ledger with a counterpart's export (zip, at most 32 MiB): every message with its reception, every "
                    + "receipt with the entry that it names, and the export with the checkpoints that we hold. One at a time."
            )
            .Produces<ComparisonView>()
            .ProducesProblem(Status413PayloadTooLarge)
            .ProducesProblem(Status422UnprocessableEntity)
            .ProducesProblem(Status429TooManyRequests)
            .For(Role.Auditor)
            .Recorded("compare", always: true)
            .RequireRateLimiting(Limits.Search);
        MapSearch(ledger, "");
        ledger
            .MapGet("/proof/{index:long}", SearchEndpoints.Prove)
            .WithName("proveEntry")
            .WithSummary(
                "One entry with its inclusion proof under the newest checkpoint that a counterpart has cosigned and that covers "
                    + "it, else under the newest."
            )
            .Produces<EntryProofView>()
            .ProducesProblem(Status404NotFound)
            .For(Role.Auditor, Role.Operator)
            .Recorded("proof", always: true);
        ledger
            .MapGet("/entries", LedgerEndpoints.Entries)
            .WithName("readEntries")
            .WithSummary("The exact text of at most 1,000 entries from an index on; the header Link has the address of the next.")
            .Produces<EntriesView>()
            .For(Role.Auditor, Role.Operator)
            .Recorded("entries", always: true);
    }

    private static RouteHandlerBuilder MapSearch(RouteGroupBuilder log, string suffix) =>
        log.MapGet("/search", SearchEndpoints.Search)
            .WithName("searchEntries" + suffix)
            .WithSummary(
                "Entries by time, exchange, counterpart, event and actor, the newest first, at most 200; 'next' is below which index "
                    + "to go on. Of one ledger: what is older than its renewal is in the former one."
            )
            .Produces<FoundEntriesView>()
            .ProducesProblem(Status429TooManyRequests)
            .For(Role.Auditor, Role.Operator)
            .Recorded("search", always: true)
            .RequireRateLimiting(Limits.Search);

    private static void MapFiles(RouteGroupBuilder files, string suffix)
    {
        files
            .MapGet("/checkpoint", LedgerFileEndpoints.NewestCheckpoint)
            .WithName("exportCheckpoint" + suffix)
            .WithSummary(
                "The newest checkpoint of our ledger that a counterpart has cosigned, with the cosignatures. This address is a "
                    + "C2SP tlog-tiles prefix."
            )
            .Produces<string>(Status200OK, "text/plain");
        files
            .MapGet("/checkpoints", LedgerFileEndpoints.Checkpoints)
            .WithName("listExportedCheckpoints" + suffix)
            .WithSummary(
                "Cosigned checkpoints by ascending size, at most 1,000 after a size; the header Link has the address of the next page."
            )
            .Produces<IReadOnlyList<ExportedCheckpointView>>();
        files
            .MapGet("/checkpoints/{size:long}", LedgerFileEndpoints.Checkpoint)
            .WithName("exportOlderCheckpoint" + suffix)
            .WithSummary("One cosigned checkpoint.")
            .Produces<string>(Status200OK, "text/plain");
        files
            .MapGet("/tile/{**path}", LedgerFileEndpoints.Tile)
            .WithName("exportTile" + suffix)
            .WithSummary("A tile (LEVEL/INDEX) or a bundle of entries (entries/INDEX); .p/WIDTH for the beginning of an unfinished one.")
            .Produces<byte[]>(Status200OK, "application/octet-stream");
        files
            .MapGet("/receipts/{**path}", LedgerFileEndpoints.Receipts)
            .WithName("exportReceipts" + suffix)
            .WithSummary("The receipts of a bundle's entries, a JSON line each.")
            .Produces<string>(Status200OK, "application/x-ndjson");
        files
            .MapGet("/heads", LedgerFileEndpoints.Heads)
            .WithName("listExportedHeads" + suffix)
            .WithSummary(
                "The checkpoints of counterparts' ledgers that receipts are proved under, at most 1,000 after an entry; the "
                    + "header Link has the address of the next page."
            )
            .Produces<IReadOnlyList<ExportedHeadView>>();
        files
            .MapGet("/heads/{party}/{log}/{size}", LedgerFileEndpoints.Head)
            .WithName("exportHead" + suffix)
            .WithSummary("One such checkpoint, with our own cosignature where there is one.")
            .Produces<string>(Status200OK, "text/plain");
        files
            .MapGet("/cards", LedgerFileEndpoints.Cards)
            .WithName("listExportedCards" + suffix)
            .WithSummary("Names of our own card and of all that were taken.")
            .Produces<IReadOnlyList<string>>();
        files
            .MapGet("/cards/{name}", LedgerFileEndpoints.Card)
            .WithName("exportCard" + suffix)
            .WithSummary("A card, as its exact bytes.")
            .Produces<string>(Status200OK, Routes.Json);
    }
}
