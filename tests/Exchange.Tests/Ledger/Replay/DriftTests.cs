using Exchange.Ledger.Entries;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Messages;

namespace Exchange.Tests.Ledger.Replay;

internal sealed class DriftTests
{
    private static readonly TestCaseData<string, Func<KeptMessage, KeptMessage>, long>[] Changes =
    [
        Change("kind", 0, row => row with { Kind = "response" }),
        Change("sequence", 0, row => row with { Sequence = 9 }),
        Change("signed", 0, row => row with { Signed = Digest.Of("other"u8) }),
        Change("sealed", 0, row => row with { Sealed = Digest.Of("other"u8) }),
        Change("issuedAt", 0, row => row with { IssuedAt = null }),
        Change("expiresAt", 0, row => row with { ExpiresAt = row.ExpiresAt!.Value.AddDays(1) }),
        Change("recordedAt", 0, row => row with { RecordedAt = row.RecordedAt.AddMilliseconds(1) }),
        Change("entryIndex", 0, row => row with { Entry = 3 }),
        // What a receipt brought is told by the entry that has it.
        Change("transport", 1, row => row with { Transport = "sent" }),
        Change("code", 1, row => row with { Code = 500 }),
        Change("settledAt", 1, row => row with { SettledAt = null }),
    ];

    private readonly TwoLogs _logs = TwoLogs.OfOneExchange();

    [Test]
    public void Rows_that_the_log_leads_to_do_not_drift() => Drifts(rows => rows).ShouldBeEmpty();

    [TestCaseSource(nameof(Changes))]
    public void A_changed_field_is_named_with_the_entry_that_says_otherwise(string field, Func<KeptMessage, KeptMessage> change, long entry)
    {
        var drift = Drifts(rows => rows with { Messages = [change(rows.Messages[0]), .. rows.Messages.Skip(1)] }).ShouldHaveSingleItem();

        (drift.Field, drift.Entry, drift.MessageId).ShouldBe((field, entry, _logs.OfBgd[0].MessageId));
    }

    [Test]
    public void A_changed_exchange_is_named()
    {
        Drifts(rows => Exchange(rows, exchange => exchange with { Reference = "X" })).ShouldHaveSingleItem().ToString()
            .ShouldBe($"exchange {_logs.OfBgd[0].ExchangeId} with MYS: reference: entry 0 says BGD-MYS-2026-000001, the database X.");
        Drifts(rows => Exchange(rows, exchange => exchange with { OpenedByUs = false })).ShouldHaveSingleItem().Field.ShouldBe("openedByUs");
        Drifts(rows => Exchange(rows, exchange => exchange with { OpenedAt = TwoLogs.Start.AddDays(1) })).ShouldHaveSingleItem().Field.ShouldBe("openedAt");
    }

    [Test]
    public void Missing_rows_and_rows_too_many_are_named()
    {
        Drifts(rows => rows with { Messages = [.. rows.Messages.Skip(1)] }).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            drift => drift.Field.ShouldBe(Drift.Row), drift => drift.Entry.ShouldBe(0), drift => drift.Database.ShouldBeNull());
        Drifts(rows => rows with { Exchanges = [] }).ShouldHaveSingleItem().MessageId.ShouldBeNull();
        Drifts(rows => rows with { Messages = [.. rows.Messages, rows.Messages[0] with { MessageId = TwoLogs.OfOneExchange().OfMys[1].MessageId!.Value, Outgoing = true }] })
            .ShouldHaveSingleItem().ShouldSatisfyAllConditions(drift => drift.Field.ShouldBe(Drift.Row), drift => drift.Entry.ShouldBeNull(), drift => drift.Log.ShouldBeNull());
        Drifts(rows => rows with { Messages = [.. rows.Messages, rows.Messages[0]] }).ShouldHaveSingleItem().Log.ShouldBeNull("there are two of the same");
    }

    [Test]
    public void What_the_log_recorded_while_the_rows_were_read_is_no_drift_but_a_row_without_an_entry_is()
    {
        Drifts(rows => rows with { Messages = [.. rows.Messages.SkipLast(1)] }, stable: 3).ShouldBeEmpty();
        Drifts(rows => rows with { Messages = [rows.Messages[0] with { Transport = "sent", Code = null, SettledAt = null }, .. rows.Messages.Skip(1)] }, stable: 1).ShouldBeEmpty();
        Drifts(rows => rows with { Messages = [.. rows.Messages, rows.Messages[0] with { ExchangeId = rows.Messages[1].MessageId }] }, stable: 0).ShouldHaveSingleItem();
    }

    [Test]
    public void A_refusal_has_a_row_of_its_own_only_where_its_id_and_its_sequence_were_free()
    {
        var logs = new TwoLogs();
        var first = logs.Send(TwoLogs.Mys, MessageKind.Request);
        logs.Receive(TwoLogs.Mys, first);
        Refuse(logs, first, ReceiptCode.IdReused);
        Refuse(logs, first with { MessageId = Id(90) }, ReceiptCode.SequenceReused);
        Refuse(logs, first with { MessageId = Id(91) }, ReceiptCode.AgainstTheVocabulary);
        Refuse(logs, first with { MessageId = Id(92), Sequence = 5 }, ReceiptCode.AgainstTheVocabulary);
        // The id of a row, in another exchange.
        Refuse(logs, first with { MessageId = Id(92), ExchangeId = Id(93), Sequence = 6 }, ReceiptCode.AgainstTheVocabulary);
        // The id of one that has none.
        Refuse(logs, first with { MessageId = Id(91), ExchangeId = Id(94), Sequence = 7 }, ReceiptCode.HandlingRule);
        // The id of one of which only that could be read, and that one's.
        logs.Receive(TwoLogs.Mys, first, ReceiptCode.MembersOrTypes, draft => draft with { MessageId = Id(95), ExchangeId = null, Sequence = null, Detail = null });
        Refuse(logs, first with { MessageId = Id(95), ExchangeId = Id(96), Sequence = 8 }, ReceiptCode.HandlingRule);
        var entries = Entries(logs.OfBgd);
        var places = RefusalPlaces.Of(entries);

        entries.Where(entry => places.Has(entry)).Select(entry => entry.Sequence).ShouldBe([5, 7, null]);
    }

    private static void Refuse(TwoLogs logs, LeafDraft sent, ReceiptCode code) => logs.Receive(TwoLogs.Mys, sent, code);

    private static Guid Id(int number) => Guid.Parse($"01a20922-b801-7000-8000-0000000000{number}");

    private IEnumerable<Drift> Drifts(Func<KeptRows, KeptRows> change, long stable = long.MaxValue)
    {
        var entries = Entries(_logs.OfBgd);
        var rows = KeptRows.Of(ReplayedExchange.Group(entries).Single(), RefusalPlaces.Of(entries));
        return new DriftCheck(stable).Compare(rows, change(rows));
    }

    private static KeptRows Exchange(KeptRows rows, Func<KeptExchange, KeptExchange> change) => rows with { Exchanges = [change(rows.Exchanges.Single())] };

    private static List<MessageEntry> Entries(List<LedgerLeaf> leaves) => [.. leaves.Select((leaf, index) => MessageEntry.Of(index, leaf)).OfType<MessageEntry>()];

    private static TestCaseData<string, Func<KeptMessage, KeptMessage>, long> Change(string field, long entry, Func<KeptMessage, KeptMessage> change) =>
        new TestCaseData<string, Func<KeptMessage, KeptMessage>, long>(field, change, entry).SetArgDisplayNames(field);
}
