using Exchange.Protocol.Life;

namespace Exchange.Desk.Pages;

/// <summary>What of an exchange was read or searched, or why that was denied, in English; the pages translate it.</summary>
internal static class AccessText
{
    /// <param name="event">Of the ledger.</param>
    /// <param name="what">The code that the entry has.</param>
    /// <returns>Null for a code that says enough by itself.</returns>
    public static string? Of(string @event, string? what) =>
        (@event, what) switch
        {
            (LedgerEvents.LedgerRead, "exchanges") => "The case, without content",
            (LedgerEvents.LedgerRead, "messages") => "A message, without content",
            (LedgerEvents.LedgerRead, "replay") => "The case step by step, with its proofs",
            (LedgerEvents.LedgerRead, "evidence") => "Evidence, without content",
            (LedgerEvents.SearchMade, "exchanges") => "By its reference",
            (LedgerEvents.AccessDenied, "unit") => "The case is of another unit",
            (LedgerEvents.AccessDenied, "withheld") => "A clearance is missing",
            (LedgerEvents.AccessDenied, "forbidden") => "The role for it is missing",
            (LedgerEvents.AccessDenied, "own-draft") => "Nobody releases a draft of its own",
            (LedgerEvents.AccessDenied, "person-required") => "Only a person can decide on a draft",
            _ => null,
        };
}
