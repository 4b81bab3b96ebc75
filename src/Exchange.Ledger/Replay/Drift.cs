using System.Globalization;

namespace Exchange.Ledger.Replay;

/// <summary>Where a database says something else than the log that it is a cache of.</summary>
/// <param name="Counterpart">Of the exchange.</param>
/// <param name="ExchangeId">The exchange; nothing where a refused message did not tell.</param>
/// <param name="MessageId">The message; nothing where the exchange's own row is meant.</param>
/// <param name="Field">Which field; <c>row</c> where a whole row is missing or too many.</param>
/// <param name="Entry">Index of the entry that says so; nothing where the log says nothing.</param>
/// <param name="Log">What the log says; nothing if that is nothing.</param>
/// <param name="Database">What the database says; nothing if that is nothing.</param>
public sealed record Drift(string Counterpart, Guid? ExchangeId, Guid? MessageId, string Field, long? Entry, string? Log, string? Database)
{
    public const string Row = "row";

    /// <summary>Of a message that has no id of its own: index of the entry whose row it is.</summary>
    public long? OfEntry { get; init; }

    public override string ToString()
    {
        var what = (OfEntry, MessageId) switch
        {
            ({ } row, _) => string.Create(CultureInfo.InvariantCulture, $"message without an id, of entry {row}{(ExchangeId is { } of ? $" and exchange {of}" : "")}"),
            (_, { } id) => $"message {id} of exchange {ExchangeId}",
            _ => $"exchange {ExchangeId}",
        };
        var entry = Entry is { } index ? string.Create(CultureInfo.InvariantCulture, $"entry {index}") : "no entry";
        return $"{what} with {Counterpart}: {Field}: {entry} says {Log ?? "nothing"}, the database {Database ?? "nothing"}.";
    }
}
