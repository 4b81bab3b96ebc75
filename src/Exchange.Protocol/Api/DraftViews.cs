using System.Text.Json;
using Exchange.Protocol.Parties;

namespace Exchange.Protocol.Api;

/// <summary>A draft to be made. What it is for stays as it is; what it says may be incomplete. Holds content: prints as its kind.</summary>
/// <param name="Counterpart">The recipient.</param>
/// <param name="Kind">Kind of the message.</param>
/// <param name="Message">What a submission has beside these: <c>{ "handling", "body", "expiresAt"? }</c>, or as much of it as there is.</param>
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
    /// <summary>What the author signs in with, or the name of the machine's key.</summary>
    public string? AuthorName { get; init; }

    /// <summary>The exchange in which it follows, or that it has opened.</summary>
    public Guid? ExchangeId { get; init; }

    public Guid? InReplyTo { get; init; }

    /// <summary>Reference of that exchange.</summary>
    public string? Reference { get; init; }

    /// <summary>What it says; only when one draft is read, until it is sent.</summary>
    public JsonElement? Message { get; init; }

    public override string ToString() => $"{Id}";
}

/// <summary>How far a draft has come.</summary>
public enum DraftStatus
{
    /// <summary>Its author writes it; nobody else sees it.</summary>
    Editing,

    /// <summary>It is sent: the message has its id, and what it says is in the message alone.</summary>
    Sent,
}
