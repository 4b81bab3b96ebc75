using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Auditing;

/// <summary>
/// How messages must be handled, beside each where it is listed: for who may see what messages say, and not of what is withheld. Nothing
/// else of a message is given, so that is no reading of its content, and recorded nowhere.
/// </summary>
internal sealed class HandlingSight(ContentStore contents, ILogger<HandlingSight> logger)
{
    private static readonly Role[] SeeContent = [Role.Officer, Role.Supervisor];

    /// <summary>Of a message; null if it is not shown to the caller, or not stored any more.</summary>
    /// <param name="sql">The database.</param>
    /// <param name="entryIndex">Index of the message's entry in our ledger.</param>
    /// <param name="signed">The digest of its signature.</param>
    /// <param name="caller">Who is shown it.</param>
    public HandlingMark? Of(SqlSession sql, long entryIndex, Digest signed, Caller caller)
    {
        if (!caller.HasAny(SeeContent))
            return null;
        try
        {
            if (contents.Open(sql, entryIndex, signed) is not { } content || Withholding.Missing(caller, content).Count > 0)
                return null;
            using var message = JsonDocument.Parse(content);
            return HandlingMark.Of(message.RootElement);
        }
        catch (CryptographicException damage)
        {
            // One that is damaged does not hide the others.
            logger.LogError("What the message of entry {EntryIndex} says is damaged in the database: {Reason}", entryIndex, damage.Message);
            return null;
        }
    }

    /// <summary>Of the message that opened an exchange.</summary>
    public ExchangeView Mark(SqlSession sql, ExchangeView exchange, Caller caller) =>
        Opener(sql, exchange) is { } opener && Of(sql, opener.EntryIndex, opener.Signed, caller) is { } mark
            ? exchange with
            {
                Classification = mark.Classification,
                HandlingCodes = mark.Codes,
            }
            : exchange;

    private StoredMessage? Opener(SqlSession sql, ExchangeView exchange)
    {
        try
        {
            return MessageTable.Find(sql, PartyName.Parse(exchange.Counterpart), exchange.OpenedByUs, exchange.ExchangeId);
        }
        catch (FormatException damage)
        {
            logger.LogError("The row of message {MessageId} is damaged in the database: {Reason}", exchange.ExchangeId, damage.Message);
            return null;
        }
    }
}

/// <summary>Classification of a message, and all handling codes that count in it; of a draft, as far as they are chosen.</summary>
internal sealed record HandlingMark(Classification? Classification, IReadOnlyList<HandlingCode> Codes)
{
    /// <param name="said">A message, or as much of one as there is.</param>
    /// <returns>Null if nothing is chosen yet.</returns>
    public static HandlingMark? Of(JsonElement said)
    {
        if (!said.TryGetProperty("handling", out var handling) || handling.ValueKind != JsonValueKind.Object)
            return null;
        Classification? classification =
            handling.TryGetProperty("classification", out var text)
            && text.ValueKind == JsonValueKind.String
            && CodeNames<Classification>.TryParse(text.GetString()!, out var chosen)
                ? chosen
                : null;
        List<HandlingCode> codes =
        [
            .. HandledParts
                .CodesOf(said)
                .Select(code => CodeNames<HandlingCode>.TryParse(code, out var known) ? known : (HandlingCode?)null)
                .OfType<HandlingCode>(),
        ];
        return classification is null && codes.Count == 0 ? null : new(classification, codes);
    }
}
