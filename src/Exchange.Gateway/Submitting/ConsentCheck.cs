using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Submitting;

/// <summary>
/// Refuses what would pass on, or use as evidence, another party's information that it has restricted (H2, H1), unless that party
/// has granted it: for this information, for this use, and for the recipient by its name.
/// </summary>
internal sealed class ConsentCheck(PassageStore passages, ContentStore contents)
{
    /// <summary>What a message must not quote, each with its pointer (452).</summary>
    // A prosecution is what brings information before a court.
    public IReadOnlyList<Fault> FaultsOf(SqlSession sql, PartyName to, Message message) =>
        Quoted(sql, to.Value, message, isEvidence: message.Header.Handling!.Purpose == Purpose.Prosecution);

    /// <summary>
    /// Why a message must not be given to somebody as evidence (452). A bundle has the whole message, so its sender's consent must be for
    /// all of it.
    /// </summary>
    /// <param name="sql">The database.</param>
    /// <param name="from">The counterpart that sent it; null for one of ours, which may quote others.</param>
    /// <param name="message">The message.</param>
    /// <param name="to">Who is to have it: a party by its name, a court, ….</param>
    public IReadOnlyList<Fault> FaultsOfEvidence(SqlSession sql, PartyName? from, Message message, string to)
    {
        if (from is null)
            return Quoted(sql, to, message, isEvidence: true);
        var codes = Passages.CodesOf(message);
        return to == from.Value
            ? []
            :
            [
                .. new[] { (HandlingCode.H2, ConsentUse.PassOn), (HandlingCode.H1, ConsentUse.Evidence) }
                    .Where(code =>
                        codes.Contains(code.Item1)
                        && !Granted(sql, from, message.Header.MessageId, code.Item2, to).Any(asked => asked.Items is null)
                    )
                    .Select(code => new Fault(ReceiptCode.ConsentMissing, "/body", TextOf(from, message.Header.MessageId, code.Item2, to))),
            ];
    }

    private List<Fault> Quoted(SqlSession sql, string to, Message message, bool isEvidence)
    {
        var faults = new Dictionary<string, Fault>(StringComparer.Ordinal);
        foreach (var quotation in passages.QuotedIn(sql, to, message))
        {
            if (!faults.ContainsKey(quotation.Ours.Pointer) && MissingFor(sql, quotation, to, isEvidence) is { } use)
            {
                faults[quotation.Ours.Pointer] = new(
                    ReceiptCode.ConsentMissing,
                    quotation.Ours.Pointer,
                    TextOf(quotation.From, IsTold(sql, quotation, message) ? quotation.MessageId : null, use, to)
                );
            }
        }

        return [.. faults.Values];
    }

    private ConsentUse? MissingFor(SqlSession sql, Quotation quotation, string to, bool isEvidence)
    {
        ConsentUse? missing =
            quotation.H2 && !IsGranted(sql, quotation, ConsentUse.PassOn, to) ? ConsentUse.PassOn
            : quotation.H1 && isEvidence && !IsGranted(sql, quotation, ConsentUse.Evidence, to) ? ConsentUse.Evidence
            : null;
        return missing is null || IsOurOwn(sql, quotation, to) ? null : missing;
    }

    // Which message it is says that its exchange exists: not to another unit than the one that has it.
    private static bool IsTold(SqlSession sql, Quotation quotation, Message ours)
    {
        var quoted = MessageTable.Find(sql, quotation.From, outgoing: false, quotation.MessageId)?.ExchangeId is { } id
            ? ExchangeTable.AssignmentOf(sql, quotation.From, Guid.Parse(id))?.Unit
            : null;
        return quoted is null or ExchangeRow.NoUnit
            || quoted == ExchangeTable.AssignmentOf(sql, ours.Header.Recipient, ours.Header.ExchangeId!.Value)?.Unit;
    }

    private static string TextOf(PartyName from, Guid? messageId, ConsentUse use, string to) =>
        $"This is information of {from}{(messageId is { } id ? $", from its message {MessageId.Write(id)}" : "")}: without the consent of {from} it must not be "
        + (use == ConsentUse.PassOn ? "passed on (H2). " : "used as evidence (H1). ")
        + $"Leave it out, or send {from} a consent-request first that names {to} as a recipient.";

    private bool IsGranted(SqlSession sql, Quotation quotation, ConsentUse use, string to) =>
        Granted(sql, quotation.From, quotation.MessageId, use, to).Any(asked => Covers(asked.Items, quotation));

    private IEnumerable<ConsentRequestBody> Granted(SqlSession sql, PartyName from, Guid messageId, ConsentUse use, string to) =>
        ExchangeTable
            .Consents(sql, from)
            .Where(exchange =>
                exchange.Status != ExchangeStatus.Withdrawn && exchange.Steps.Any(step => step is { IsOurs: false, Step: LifeStep.Answers })
            )
            .Select(exchange => Open(sql, MessageTable.Find(sql, from, outgoing: true, exchange.ExchangeId))?.Body)
            .OfType<ConsentRequestBody>()
            .Where(asked => asked.MessageId == messageId && asked.Use == use && asked.Recipients.Contains(to));

    // The name of a message is less than any of its items.
    private static bool Covers(IReadOnlyList<string>? items, Quotation quotation) =>
        items is null
        || quotation.Ours.IsName
        || items.Any(item => quotation.Pointer == item || quotation.Pointer.StartsWith(item + '/', StringComparison.Ordinal));

    // What we told them before they told us. A name that the recipient's exchanges have too: parties choose their ids themselves.
    private bool IsOurOwn(SqlSession sql, Quotation quotation, string to)
    {
        if (quotation.Ours.IsName)
            return ExchangeTable.HasName(sql, to, quotation.Ours.Text[1..]);
        return MessageTable.Find(sql, quotation.From, outgoing: false, quotation.MessageId) is { } theirs
            && MessageTable
                .SentBefore(sql, quotation.From, theirs)
                .Any(sent => Open(sql, sent) is { } message && Passages.Of(message).Any(passage => passage.Text == quotation.Ours.Text));
    }

    private Message? Open(SqlSession sql, StoredMessage? stored) =>
        stored is not null && contents.Open(sql, stored.EntryIndex, stored.Signed) is { } content
            ? MessageParser.Read(content).Value
            : null;
}
