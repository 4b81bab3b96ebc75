using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Api;

/// <summary>A draft to be made. What it is for stays as it is; what it says may be incomplete. Holds content: prints as its kind.</summary>
/// <param name="Counterpart">The recipient.</param>
/// <param name="Kind">Kind of the message.</param>
/// <param name="Message">What a submission has beside these: <c>{ "handling", "body", "expiresAt"? }</c>, or as much of it as there
/// is.</param>
public sealed record NewDraft(PartyName Counterpart, string Kind, JsonElement Message)
{
    /// <summary>The exchange in which it follows; absent if it opens one.</summary>
    public Guid? ExchangeId { get; init; }

    /// <summary>The message that it answers; the one that opened the exchange if only that is named.</summary>
    public Guid? InReplyTo { get; init; }

    public override string ToString() => $"draft of a {Kind}";
}

/// <summary>What a draft says from now on, as a whole. Holds content.</summary>
public sealed record DraftEdit(JsonElement Message)
{
    public override string ToString() => "edit of a draft";
}

/// <summary>A message that is being written, or was until it was sent. Holds content when read alone: prints as its id.</summary>
/// <param name="Id">Its id, which the message has when it is sent.</param>
/// <param name="Counterpart">The recipient.</param>
/// <param name="Kind">Kind of the message.</param>
/// <param name="Author">Who writes it, as the ledger names people and keys.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record DraftView(Guid Id, string Counterpart, string Kind, string Author, DraftStatus Status, DateTimeOffset UpdatedAt)
{
    /// <summary>Grows with each change; the ETag in quotation marks.</summary>
    public long Version { get; init; }

    /// <summary>What the author signs in with, or the name of the machine's key.</summary>
    public string? AuthorName { get; init; }

    /// <summary>The exchange in which it follows, or that it has opened.</summary>
    public Guid? ExchangeId { get; init; }

    public Guid? InReplyTo { get; init; }

    /// <summary>Reference of that exchange.</summary>
    public string? Reference { get; init; }

    /// <summary>True if a second person must release it before it leaves, by what it says now.</summary>
    public bool ReleaseRequired { get; init; }

    /// <summary>Its classification, as far as it is chosen; only in a list, and not if the draft is withheld from the caller.</summary>
    public Classification? Classification { get; init; }

    /// <summary>All handling codes that count in it, its items' too, in the same way.</summary>
    public IReadOnlyList<HandlingCode>? HandlingCodes { get; init; }

    /// <summary>How soon it wants an answer, in the same way.</summary>
    public Urgency? Urgency { get; init; }

    /// <summary>Why it was returned; only when one draft is read.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// What it said when its release was last asked for, once it was returned or edited since; only when one draft is read.
    /// </summary>
    public JsonElement? Former { get; init; }

    /// <summary>What it says; only when one draft is read, until it is sent.</summary>
    public JsonElement? Message { get; init; }

    /// <summary>All that would leave of it; only if that is asked for, until it is sent.</summary>
    public OutgoingView? Outgoing { get; init; }

    /// <summary>
    /// With what would leave, and if it is asked for: the questions that it names by their numbers, in the words of the message that asks
    /// them. Absent if that is not stored here or is withheld from the caller.
    /// </summary>
    public IReadOnlyList<AskedView>? Asked { get; init; }

    public override string ToString() => $"{Id}";
}

/// <summary>How far a draft has come.</summary>
public enum DraftStatus
{
    /// <summary>Its author writes it; nobody else sees it.</summary>
    Editing,

    /// <summary>Its author has asked for its release; an edit voids that.</summary>
    AwaitingRelease,

    /// <summary>A second person has returned it, with a reason.</summary>
    Returned,

    /// <summary>It is sent: the message has its id, and what it says is in the message alone.</summary>
    Sent,
}

/// <summary>All that would leave with a draft, made by the code that seals and sends it. Holds content.</summary>
/// <param name="To">The recipient.</param>
/// <param name="Kind">Kind of the message.</param>
/// <param name="Classification">Its classification.</param>
/// <param name="Handling">The parts of it that have handling codes, each with all that count for it.</param>
/// <param name="Rules">What demands that a second person releases it; none if nothing does.</param>
/// <param name="Message">The message as it will be sealed, without what is given only then: salt, time and sequence, the reference of a new
/// exchange, the usual expiry.</param>
public sealed record OutgoingView(
    string To,
    string Kind,
    Classification Classification,
    IReadOnlyList<HandledPart> Handling,
    IReadOnlyList<ReleaseRuleView> Rules,
    JsonObject Message
)
{
    /// <summary>SHA-256 of all the other members but the warnings, as the gateway writes them: what a releaser names.</summary>
    public Digest? Digest { get; init; }

    /// <summary>What is often a mistake: shown to its author and to who releases it, and sent with nothing.</summary>
    public IReadOnlyList<WarningView>? Warnings { get; init; }

    public override string ToString() => $"outgoing {Kind}";
}

/// <summary>A rule that demands a release.</summary>
/// <param name="Code">Which.</param>
/// <param name="Detail">A sentence.</param>
public sealed record ReleaseRuleView(ReleaseRule Code, string Detail);

/// <summary>What demands that a second person releases a message.</summary>
public enum ReleaseRule
{
    /// <summary>It contains data of victims.</summary>
    VictimData,

    /// <summary>It contains data of minors.</summary>
    MinorData,

    /// <summary>Something in it has a handling code other than H0.</summary>
    HandlingCodes,

    /// <summary>Its classification is above a limit.</summary>
    Classification,

    /// <summary>Its kind.</summary>
    Kind,
}

/// <summary>Why a draft is returned. Holds content.</summary>
public sealed record DraftReturn(string Reason)
{
    public override string ToString() => "return of a draft";
}

/// <summary>What is released: the digest of what was shown.</summary>
public sealed record DraftRelease(Digest Digest);
