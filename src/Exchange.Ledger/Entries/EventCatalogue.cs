using Exchange.Protocol.Life;

namespace Exchange.Ledger.Entries;

/// <summary>
/// Every event that a log can record, and what an entry of it has: nothing else is ever written. <c>events.md</c> is this list
/// for readers.
/// </summary>
public static class EventCatalogue
{
    private static readonly Dictionary<string, DetailForm> OfHeader = new()
    {
        ["reference"] = DetailForm.Reference,
        ["issuedAt"] = DetailForm.Time,
        ["expiresAt"] = DetailForm.Time,
        ["inReplyTo"] = DetailForm.Id,
    };

    private static readonly Dictionary<string, DetailForm> OfReceipt = new() { ["index"] = DetailForm.Number, ["leaf"] = DetailForm.Digest };

    private static readonly Dictionary<string, DetailForm> Counted = new() { ["count"] = DetailForm.Number, ["what"] = DetailForm.Code };

    /// <summary>All events, in the order of a message's life, then of a party's.</summary>
    public static IReadOnlyList<LedgerEvent> All { get; } = [.. Messages(), .. Readers(), .. Acts(), .. Alarms(), .. Later()];

    private static readonly Dictionary<string, LedgerEvent> ByName = All.ToDictionary(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>The event of that name; null if there is none.</summary>
    public static LedgerEvent? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<LedgerEvent> Messages() =>
    [
        new(LedgerEvents.MessageSent, "A case message of ours is signed, sealed, recorded and queued; an acknowledgement too.")
        {
            Has = LeafMember.Message | LeafMember.Sealed,
            OptionalDetail = OfHeader,
            HasFacts = true,
        },
        new(LedgerEvents.MessageDelivered, "The recipient's log is proved to have accepted it: index and digest of its entry, and its time.")
        {
            Has = LeafMember.Message | LeafMember.Code,
            Detail = OfReceipt,
            OptionalDetail = new Dictionary<string, DetailForm> { ["acceptedAt"] = DetailForm.Time },
        },
        new(LedgerEvents.MessageRefused, "The recipient's log is proved to have rejected it: index and digest of its entry.")
        {
            Has = LeafMember.Message | LeafMember.Code,
            Detail = OfReceipt,
        },
        new(LedgerEvents.MessageAccepted, "A case message of the counterpart's was opened, verified and taken.")
        {
            Has = LeafMember.Message | LeafMember.Sealed | LeafMember.Code,
            OptionalDetail = OfHeader,
            HasFacts = true,
        },
        new(LedgerEvents.MessageRejected, "A case message whose sender is proven was refused: what of it could be read.")
        {
            Has = LeafMember.Counterpart | LeafMember.Signed | LeafMember.Sealed | LeafMember.Code,
            MayHave = LeafMember.ExchangeId | LeafMember.MessageId | LeafMember.Kind | LeafMember.Sequence,
            OptionalDetail = OfHeader,
            HasFacts = true,
        },
        new(LedgerEvents.MessageQuarantined, "What arrived is nobody's proven word: the newest such arrival, and how many there were since the entry before.")
        {
            Has = LeafMember.Counterpart | LeafMember.Sealed | LeafMember.Code,
            Detail = new Dictionary<string, DetailForm> { ["count"] = DetailForm.Number },
        },
        new(LedgerEvents.ReceiptContradicted, "A second receipt has another code; the first stands.")
        {
            Has = LeafMember.Message | LeafMember.Code,
            Detail = OfReceipt,
            OptionalDetail = new Dictionary<string, DetailForm> { ["acceptedAt"] = DetailForm.Time },
        },
        new(LedgerEvents.Equivocation, "A counterpart has used an id or a sequence for two messages: the entry that had it first.")
        {
            Has = LeafMember.Message | LeafMember.Sealed | LeafMember.Code,
            Detail = new Dictionary<string, DetailForm> { ["first"] = DetailForm.Number },
        },
        new(LedgerEvents.SequenceGap, "A sequence in an exchange has stayed missing past the resend time: the first that is missing, and whether it is ours.")
        {
            Has = LeafMember.Counterpart | LeafMember.ExchangeId | LeafMember.Sequence,
            Detail = new Dictionary<string, DetailForm> { ["ours"] = DetailForm.Flag },
        },
    ];

    private static IEnumerable<LedgerEvent> Readers() =>
    [
        new(LedgerEvents.MessageOpened, "Somebody read what a message says.")
        {
            Has = LeafMember.Counterpart | LeafMember.ExchangeId | LeafMember.MessageId | LeafMember.Kind,
        },
        new(LedgerEvents.EvidenceExported, "A bundle that proves a message was made, with or without its content: the bundle's digest.")
        {
            Has = LeafMember.Counterpart | LeafMember.ExchangeId | LeafMember.MessageId | LeafMember.Kind,
            Detail = new Dictionary<string, DetailForm> { ["content"] = DetailForm.Flag, ["bundle"] = DetailForm.Digest },
        },
        new(LedgerEvents.LedgerRead, "Somebody read our log: what of it, and how often since the entry before.") { Detail = Counted },
        new(LedgerEvents.AccessDenied, "Somebody was turned away: why, and how often since the entry before.") { Detail = Counted },
    ];

    private static IEnumerable<LedgerEvent> Acts() =>
    [
        new(LedgerEvents.PartyImported, "A counterpart's card was taken.")
        {
            Has = LeafMember.Counterpart,
            Detail = new Dictionary<string, DetailForm> { ["serial"] = DetailForm.Number, ["card"] = DetailForm.Digest },
        },
        new(LedgerEvents.GrantIssued, "A counterpart was granted its mailbox here.")
        {
            Has = LeafMember.Counterpart,
            Detail = new Dictionary<string, DetailForm> { ["grant"] = DetailForm.Digest },
        },
        new(LedgerEvents.GrantRevoked, "The certificate of a grant of ours was revoked: our broker takes no login with it.")
        {
            Has = LeafMember.Counterpart,
            Detail = new Dictionary<string, DetailForm> { ["grant"] = DetailForm.Digest },
        },
        new(LedgerEvents.GrantAccepted, "A counterpart's grant for our mailbox there was taken.")
        {
            Has = LeafMember.Counterpart,
            Detail = new Dictionary<string, DetailForm> { ["grant"] = DetailForm.Digest },
        },
        new(LedgerEvents.GatewayStarted, "The gateway was started.") { Detail = new Dictionary<string, DetailForm> { ["version"] = DetailForm.Version } },
        new(LedgerEvents.SettingsChanged, "The gateway was started with other settings than before, other tokens, or other cards or grants in its folders: which ones, and the digest of them all.")
        {
            Detail = new Dictionary<string, DetailForm> { ["settings"] = DetailForm.Digest, ["changed"] = DetailForm.Settings },
        },
        new(LedgerEvents.DatabaseMigrated, "The database got another schema: the digest of its migrations' names.")
        {
            Detail = new Dictionary<string, DetailForm> { ["schema"] = DetailForm.Digest },
        },
        new(LedgerEvents.DatabaseRebuilt, "The exchange tables were made anew from our log, up to an entry.")
        {
            Detail = new Dictionary<string, DetailForm> { ["size"] = DetailForm.Number },
        },
    ];

    private static IEnumerable<LedgerEvent> Alarms() =>
    [
        new(LedgerEvents.WitnessAlarm, "A counterpart's log does not lead from what it showed us: why, and the head that says so.")
        {
            Has = LeafMember.Counterpart,
            Detail = new Dictionary<string, DetailForm> { ["alarm"] = DetailForm.Code, ["size"] = DetailForm.Number, ["root"] = DetailForm.Hash },
        },
        new(LedgerEvents.LinkSuspended, "Its heads are not judged any more, and its case messages wait.")
        {
            Has = LeafMember.Counterpart,
            Detail = new Dictionary<string, DetailForm> { ["reason"] = DetailForm.Code },
        },
        new(LedgerEvents.LinkResumed, "The link goes on, by an operator's word or under a new origin: the head from which it does.")
        {
            Has = LeafMember.Counterpart,
            Detail = new Dictionary<string, DetailForm> { ["reason"] = DetailForm.Code, ["by"] = DetailForm.Code, ["size"] = DetailForm.Number },
        },
        new(LedgerEvents.LogTrusted, "Our log was in doubt and signs again: on whose word.")
        {
            Detail = new Dictionary<string, DetailForm> { ["by"] = DetailForm.Code },
        },
        new(LedgerEvents.LogRenewed, "First entry under a new origin: the log that ended, its size and its root.")
        {
            Detail = new Dictionary<string, DetailForm> { ["origin"] = DetailForm.Origin, ["size"] = DetailForm.Number, ["root"] = DetailForm.Hash },
        },
    ];

    // Named now, so that their names are taken and their room is known.
    private static IEnumerable<LedgerEvent> Later() =>
    [
        Planned("message-drafted", "An officer wrote a draft."),
        Planned("message-released", "A second officer released a draft."),
        Planned("message-returned", "A second officer returned a draft."),
        Planned("message-erased", "What a message says was destroyed; the proof stays."),
        Planned("deadline-near", "Three quarters of the time to answer have passed."),
        Planned("deadline-reached", "The time to answer has come."),
        Planned("deadline-passed", "The answer is late, by another day."),
        Planned("keys-rotated", "Our own card has new keys."),
        Planned("signed-in", "An officer signed in."),
        Planned("sign-in-failed", "Somebody failed to sign in."),
    ];

    private static LedgerEvent Planned(string name, string tells) => new(name, tells) { IsBuilt = false };
}
