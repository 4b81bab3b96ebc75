using System.Text.Json.Nodes;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Api;

/// <summary>What an entry of an exchange's history is about.</summary>
public enum HistoryGroup
{
    /// <summary>A message was sent, accepted or refused.</summary>
    Message,

    /// <summary>A receipt arrived.</summary>
    Receipt,

    /// <summary>A time has come or was set.</summary>
    Deadline,

    /// <summary>Somebody decided something.</summary>
    Decision,

    /// <summary>Somebody of our party read, exported or searched it, or was denied it.</summary>
    Access,

    /// <summary>Something does not agree.</summary>
    Alarm,
}

/// <summary>One entry of our ledger about an exchange, in words for people.</summary>
/// <param name="Index">Index of the entry.</param>
/// <param name="Event">What happened, as the ledger names it.</param>
/// <param name="Actor">Who did it, as the ledger names people and programs.</param>
public sealed record HistoryView(long Index, DateTimeOffset At, HistoryGroup Group, string Event, string Actor)
{
    /// <summary>Entries of one page.</summary>
    public const int Most = 200;

    /// <summary>What a person of our party signs in with, or the name of a machine's key; absent for the gateway itself.</summary>
    public string? ActorName { get; init; }

    /// <summary>The party that said it; absent if it is not about a message.</summary>
    public string? From { get; init; }

    /// <summary>Code of the message's kind.</summary>
    public string? Kind { get; init; }

    public Guid? MessageId { get; init; }

    /// <summary>The recipient's code.</summary>
    public int? Code { get; init; }

    /// <summary>Of a message: absent for who may not see what it says, and where that is not stored any more.</summary>
    public Classification? Classification { get; init; }

    /// <inheritdoc cref="Classification"/>
    public IReadOnlyList<HandlingCode>? HandlingCodes { get; init; }

    /// <summary>Of an entry that sends, accepts or refuses a message: the message as it stands now, without content.</summary>
    public MessageView? Message { get; init; }

    /// <summary>
    /// What else the entry says of times, reasons and outcomes, as the ledger's catalogue names it; never content. An officer to whom
    /// the exchange was assigned has its name here.
    /// </summary>
    public JsonObject? Detail { get; init; }
}
