namespace Exchange.Ledger.Entries;

/// <summary>
/// Every event that a ledger can record, and the members of its entries. Nothing else is ever written. <c>events.md</c> is this
/// list for readers.
/// </summary>
public static class EventCatalogue
{
    private const LeafMember Subject = LeafMember.Counterpart | LeafMember.ExchangeId | LeafMember.MessageId | LeafMember.Kind;

    private static readonly Dictionary<string, DetailForm> OfHeader = new()
    {
        ["reference"] = DetailForm.Reference,
        ["issuedAt"] = DetailForm.Time,
        ["expiresAt"] = DetailForm.Time,
        ["inReplyTo"] = DetailForm.Id,
    };

    private static readonly Dictionary<string, DetailForm> OfSpans = new() { ["spans"] = DetailForm.Numbers };

    private static readonly Dictionary<string, DetailForm> OfAcceptance = new(OfSpans) { ["acceptedAt"] = DetailForm.Time };

    /// <summary>All events, in the order of the life of a message, then of a party.</summary>
    public static IReadOnlyList<LedgerEvent> All { get; } =
    [.. Messages(), .. Drafts(), .. Readers(), .. People(), .. Operations(), .. Alarms(), .. Later()];

    private static readonly Dictionary<string, LedgerEvent> ByName = All.ToDictionary(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>The event of that name; null if there is none.</summary>
    public static LedgerEvent? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<LedgerEvent> Messages() =>
        [
            Content(
                LedgerEvents.MessageSent,
                "A case message of ours is signed, sealed, recorded and queued; an acknowledgement too.",
                LeafMember.Message | LeafMember.Sealed
            ),
            Receipt(
                LedgerEvents.MessageDelivered,
                "A receipt proves that the recipient accepted it: index and digest of its entry, its time, and its times to answer."
            ) with
            {
                OptionalDetail = OfAcceptance,
            },
            Receipt(LedgerEvents.MessageRefused, "A receipt proves that the recipient rejected it: index and digest of its entry."),
            Content(
                LedgerEvents.MessageAccepted,
                "A case message of the counterpart's was opened, verified and accepted: in minutes, the times to answer that were agreed.",
                LeafMember.Message | LeafMember.Sealed | LeafMember.Code
            ) with
            {
                OptionalDetail = new Dictionary<string, DetailForm>([.. OfHeader, .. OfSpans]),
            },
            Content(
                LedgerEvents.MessageRejected,
                "A case message whose sender is verified was refused: what could be read of it.",
                LeafMember.Counterpart | LeafMember.Signed | LeafMember.Sealed | LeafMember.Code
            ) with
            {
                MayHave = LeafMember.ExchangeId | LeafMember.MessageId | LeafMember.Kind | LeafMember.Sequence,
            },
            Event(
                LedgerEvents.MessageQuarantined,
                "Something arrived whose sender cannot be verified: the newest arrival, and the number of arrivals since the "
                    + "previous entry.",
                LeafMember.Counterpart | LeafMember.Sealed | LeafMember.Code,
                ("count", DetailForm.Number)
            ),
            Receipt(LedgerEvents.ReceiptContradicted, "A second receipt has another code; the first one counts.") with
            {
                OptionalDetail = OfAcceptance,
            },
            Event(
                LedgerEvents.Equivocation,
                "A counterpart has used an id or a sequence for two messages: the entry that had it first.",
                LeafMember.Message | LeafMember.Sealed | LeafMember.Code,
                ("first", DetailForm.Number)
            ),
            Event(
                LedgerEvents.SequenceGap,
                "A sequence of an exchange is still missing after the resend time: the first that is missing, and whether it is ours.",
                LeafMember.Counterpart | LeafMember.ExchangeId | LeafMember.Sequence,
                ("ours", DetailForm.Flag)
            ),
            Event(
                LedgerEvents.AnswerOverdue,
                "The due time of an exchange has passed without an answer: when it was due, and whether it is we who must answer.",
                LeafMember.Counterpart | LeafMember.ExchangeId,
                ("dueAt", DetailForm.Time),
                ("ours", DetailForm.Flag)
            ),
            Event(
                LedgerEvents.BringBackSet,
                "An officer has set when an exchange is to be brought back, or has cleared it: then there is no time.",
                LeafMember.Counterpart | LeafMember.ExchangeId
            ) with
            {
                OptionalDetail = new Dictionary<string, DetailForm> { ["at"] = DetailForm.Time },
            },
            Event(
                LedgerEvents.ExchangeAssigned,
                "An exchange was assigned: to which unit of ours, and to which of its officers. Without a unit it belongs to "
                    + "none any more.",
                LeafMember.Counterpart | LeafMember.ExchangeId
            ) with
            {
                OptionalDetail = new Dictionary<string, DetailForm> { ["unit"] = DetailForm.Unit, ["officer"] = DetailForm.Id },
            },
            Event(
                LedgerEvents.HoldSet,
                "What the messages of an exchange say is kept beyond its date: why.",
                LeafMember.Counterpart | LeafMember.ExchangeId,
                ("reason", DetailForm.Code)
            ),
            Event(
                LedgerEvents.HoldLifted,
                "A hold was lifted: what the messages of an exchange say is destroyed at its date again.",
                LeafMember.Counterpart | LeafMember.ExchangeId
            ),
            Event(
                LedgerEvents.MessageErased,
                "What a message says was destroyed here: the ground. Its entries, its signature and its receipt remain.",
                LeafMember.Message,
                ("ground", DetailForm.Code)
            ),
        ];

    private static IEnumerable<LedgerEvent> Drafts() =>
        [
            Event(
                LedgerEvents.ReleaseAsked,
                "The author of a draft asked for its release: the digest of what would leave, and the rules that demand the release.",
                Subject,
                ("shown", DetailForm.Digest),
                ("rules", DetailForm.Codes)
            ),
            Event(
                LedgerEvents.ReleaseVoided,
                "The author has edited or deleted a draft that awaited release: the digest that was asked for.",
                Subject,
                ("shown", DetailForm.Digest)
            ),
            Event(
                LedgerEvents.MessageReturned,
                "A second person returned a draft to its author: the digest that was asked for.",
                Subject,
                ("shown", DetailForm.Digest)
            ),
            Event(
                LedgerEvents.MessageReleased,
                "A second person released a message, in the transaction that sent it: the digest of what was shown.",
                Subject,
                ("shown", DetailForm.Digest)
            ),
            Event(LedgerEvents.DraftOpened, "What a draft says was read by another than its author.", Subject),
        ];

    private static IEnumerable<LedgerEvent> Readers() =>
        [
            Event(LedgerEvents.MessageOpened, "The content of a message was read.", Subject),
            Event(
                LedgerEvents.EvidenceExported,
                "An evidence bundle for a message was made, with or without its content: the digest of the bundle; of restricted "
                    + "content (H1, H2), whether it is for our own files or for another, who has a consent.",
                Subject,
                ("content", DetailForm.Flag),
                ("bundle", DetailForm.Digest)
            ) with
            {
                OptionalDetail = new Dictionary<string, DetailForm> { ["forOurselves"] = DetailForm.Flag },
            },
            Event(
                LedgerEvents.LedgerRead,
                "Our ledger was read: which part, and how often since the previous entry; the exchange or message, if it is about one.",
                LeafMember.None,
                ("count", DetailForm.Number),
                ("what", DetailForm.Code)
            ) with
            {
                MayHave = Subject,
            },
            Event(
                LedgerEvents.SearchMade,
                "Cases or lessons were searched for a reference or words: which of them, and how often since the previous entry; the "
                    + "exchange, if the reference is of one.",
                LeafMember.None,
                ("count", DetailForm.Number),
                ("what", DetailForm.Code)
            ) with
            {
                MayHave = LeafMember.Counterpart | LeafMember.ExchangeId,
            },
            Event(
                LedgerEvents.AccessDenied,
                "Access was denied: the reason, and how often since the previous entry; the exchange or message, if it is about one.",
                LeafMember.None,
                ("count", DetailForm.Number),
                ("what", DetailForm.Code)
            ) with
            {
                MayHave = Subject,
            },
        ];

    private static IEnumerable<LedgerEvent> People() =>
        [
            Event(
                LedgerEvents.SignedIn,
                "A person signed in: with what, and how often since the previous entry.",
                LeafMember.None,
                ("count", DetailForm.Number),
                ("what", DetailForm.Code)
            ),
            Event(
                LedgerEvents.SignInFailed,
                "A sign-in or an enrolment failed: which of them, of a national account why, and how often since the previous "
                    + "entry. The actor is the person whose name or account was given, if there is one.",
                LeafMember.None,
                ("count", DetailForm.Number),
                ("what", DetailForm.Code)
            ),
            Event(
                LedgerEvents.SignedOut,
                "A person signed out: of how many sessions.",
                LeafMember.None,
                ("count", DetailForm.Number),
                ("what", DetailForm.Code)
            ),
            Event(
                LedgerEvents.PersonAdded,
                "An administrator added a person: its id and roles.",
                LeafMember.None,
                ("person", DetailForm.Id),
                ("roles", DetailForm.Codes)
            ),
            Event(
                LedgerEvents.PersonChanged,
                "A person's rights or credentials changed: what changed, and the roles that it has now.",
                LeafMember.None,
                ("person", DetailForm.Id),
                ("changed", DetailForm.Codes),
                ("roles", DetailForm.Codes)
            ),
            Event(
                LedgerEvents.KeyMade,
                "An administrator made a key for a machine: its id and roles, and the certificate that the machine shows, if it shows one.",
                LeafMember.None,
                ("key", DetailForm.Id),
                ("roles", DetailForm.Codes)
            ) with
            {
                OptionalDetail = new Dictionary<string, DetailForm> { ["certificate"] = DetailForm.Digest },
            },
            Event(LedgerEvents.KeyRevoked, "An administrator revoked the key of a machine.", LeafMember.None, ("key", DetailForm.Id)),
        ];

    private static IEnumerable<LedgerEvent> Operations() =>
        [
            Event(
                LedgerEvents.PartyImported,
                "A counterpart's card was imported.",
                LeafMember.Counterpart,
                ("serial", DetailForm.Number),
                ("card", DetailForm.Digest)
            ),
            Event(
                LedgerEvents.GrantIssued,
                "A counterpart was granted its mailbox here.",
                LeafMember.Counterpart,
                ("grant", DetailForm.Digest)
            ),
            Event(
                LedgerEvents.GrantRevoked,
                "The certificate of a grant of ours was revoked: our broker refuses a login with it.",
                LeafMember.Counterpart,
                ("grant", DetailForm.Digest)
            ),
            Event(
                LedgerEvents.GrantAccepted,
                "A counterpart's grant for our mailbox there was imported.",
                LeafMember.Counterpart,
                ("grant", DetailForm.Digest)
            ),
            Event(LedgerEvents.GatewayStarted, "The gateway was started.", LeafMember.None, ("version", DetailForm.Version)),
            Event(
                LedgerEvents.SettingsChanged,
                "The gateway was started with other settings, cards or grants than before: which ones, and the digest of all.",
                LeafMember.None,
                ("settings", DetailForm.Digest),
                ("changed", DetailForm.Settings)
            ),
            Event(
                LedgerEvents.DatabaseMigrated,
                "The database has a new schema: the digest of the names of its migrations.",
                LeafMember.None,
                ("schema", DetailForm.Digest)
            ),
            Event(
                LedgerEvents.DatabaseRebuilt,
                "The exchange tables were rebuilt from our ledger, up to an entry.",
                LeafMember.None,
                ("size", DetailForm.Number)
            ),
        ];

    private static IEnumerable<LedgerEvent> Alarms() =>
        [
            Event(
                LedgerEvents.WitnessAlarm,
                "A counterpart's ledger is not consistent with what it showed us before: the reason, and the checkpoint that shows it.",
                LeafMember.Counterpart,
                ("alarm", DetailForm.Code),
                ("size", DetailForm.Number),
                ("root", DetailForm.Hash)
            ),
            Event(
                LedgerEvents.LinkSuspended,
                "The counterpart's checkpoints are no longer judged, and its case messages wait.",
                LeafMember.Counterpart,
                ("reason", DetailForm.Code)
            ),
            Event(
                LedgerEvents.LinkResumed,
                "The link is resumed, after operator confirmation or under a new origin: the checkpoint from which it continues.",
                LeafMember.Counterpart,
                ("reason", DetailForm.Code),
                ("by", DetailForm.Code),
                ("size", DetailForm.Number)
            ),
            Event(
                LedgerEvents.LogTrusted,
                "Our ledger was suspended and signs again: who confirmed it.",
                LeafMember.None,
                ("by", DetailForm.Code)
            ),
            Event(
                LedgerEvents.LogRenewed,
                "First entry under a new origin: the former ledger, its size and its root.",
                LeafMember.None,
                ("origin", DetailForm.Origin),
                ("size", DetailForm.Number),
                ("root", DetailForm.Hash)
            ),
        ];

    // These names are reserved, so that no other event takes them.
    private static IEnumerable<LedgerEvent> Later() =>
        [
            Planned("deadline-near", "Three quarters of the time to answer have passed."),
            Planned("deadline-reached", "The time to answer has ended."),
            Planned("deadline-passed", "The answer is late by another day."),
            Planned("keys-rotated", "Our own card has new keys."),
        ];

    private static LedgerEvent Content(string name, string meaning, LeafMember has) =>
        new(name, meaning)
        {
            Has = has,
            OptionalDetail = OfHeader,
            HasFacts = true,
        };

    private static LedgerEvent Receipt(string name, string meaning) =>
        Event(name, meaning, LeafMember.Message | LeafMember.Code, ("index", DetailForm.Number), ("leaf", DetailForm.Digest));

    private static LedgerEvent Planned(string name, string meaning) => new(name, meaning) { IsBuilt = false };

    private static LedgerEvent Event(
        string name,
        string meaning,
        LeafMember has,
        params IEnumerable<(string Name, DetailForm Form)> detail
    ) =>
        new(name, meaning)
        {
            Has = has,
            Detail = detail.ToDictionary(member => member.Name, member => member.Form, StringComparer.Ordinal),
        };
}
