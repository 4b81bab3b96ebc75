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
        Drifts(rows => Exchange(rows, exchange => exchange with { Reference = "X" }))
            .ShouldHaveSingleItem()
            .ToString()
            .ShouldBe($"exchange {_logs.OfBgd[0].ExchangeId} with MYS: reference: entry 0 has BGD-MYS-2026-000001, the database X.");
        Drifts(rows => Exchange(rows, exchange => exchange with { OpenedByUs = false }))
            .ShouldHaveSingleItem()
            .Field.ShouldBe("openedByUs");
        Drifts(rows => Exchange(rows, exchange => exchange with { OpenedAt = TwoLogs.Start.AddDays(1) }))
            .ShouldHaveSingleItem()
            .Field.ShouldBe("openedAt");
    }

    [Test]
    public void Missing_rows_and_rows_too_many_are_named()
    {
        Drifts(rows => rows with { Messages = [.. rows.Messages.Skip(1)] })
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                drift => drift.Field.ShouldBe(Drift.Row),
                drift => drift.Entry.ShouldBe(0),
                drift => drift.Database.ShouldBeNull()
            );
        Drifts(rows => rows with { Exchanges = [] }).ShouldHaveSingleItem().MessageId.ShouldBeNull();
        Drifts(rows =>
                rows with
                {
                    Messages =
                    [
                        .. rows.Messages,
                        rows.Messages[0] with
                        {
                            MessageId = TwoLogs.OfOneExchange().OfMys[1].MessageId!.Value,
                            Outgoing = true,
                        },
                    ],
                }
            )
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                drift => drift.Field.ShouldBe(Drift.Row),
                drift => drift.Entry.ShouldBeNull(),
                drift => drift.Log.ShouldBeNull()
            );
        Drifts(rows => rows with { Messages = [.. rows.Messages, rows.Messages[0]] })
            .ShouldHaveSingleItem()
            .Log.ShouldBeNull("there are two of the same");
    }

    [Test]
    public void What_the_log_recorded_while_the_rows_were_read_is_no_drift_but_a_row_without_an_entry_is()
    {
        Drifts(rows => rows with { Messages = [.. rows.Messages.SkipLast(1)] }, stable: 3).ShouldBeEmpty();
        Drifts(
                rows =>
                    rows with
                    {
                        Messages = [rows.Messages[0] with { Transport = "sent", Code = null, SettledAt = null }, .. rows.Messages.Skip(1)],
                    },
                stable: 1
            )
            .ShouldBeEmpty();
        Drifts(
                rows => rows with { Messages = [.. rows.Messages, rows.Messages[0] with { ExchangeId = rows.Messages[1].MessageId }] },
                stable: 0
            )
            .ShouldHaveSingleItem();
    }

    [Test]
    public void A_refusal_has_its_id_and_its_sequence_each_where_it_was_free()
    {
        var logs = new TwoLogs();
        var first = logs.Send(TwoLogs.Mys, CaseKinds.Request);
        logs.Receive(TwoLogs.Mys, first);
        // The id and the sequence of what was taken; then either, under a new sequence and under a new id.
        Refuse(logs, first, ReceiptCode.IdReused);
        Refuse(logs, first with { Sequence = 2 }, ReceiptCode.IdReused);
        Refuse(logs, first with { MessageId = Id(90) }, ReceiptCode.SequenceReused);
        Refuse(logs, first with { MessageId = Id(91) }, ReceiptCode.AgainstTheVocabulary);
        // The sequence, and the id, of what was refused.
        Refuse(logs, first with { MessageId = Id(92), Sequence = 2 }, ReceiptCode.SequenceReused);
        Refuse(logs, first with { MessageId = Id(90), Sequence = 3 }, ReceiptCode.IdReused);
        // The id of a refusal, in another exchange; and both free.
        Refuse(logs, first with { MessageId = Id(91), ExchangeId = Id(93), Sequence = 3 }, ReceiptCode.HandlingRule);
        Refuse(logs, first with { MessageId = Id(94), ExchangeId = Id(93), Sequence = 4 }, ReceiptCode.HandlingRule);
        // Of one nothing but its id could be read, and its id comes again.
        logs.Receive(TwoLogs.Mys, first, ReceiptCode.MembersOrTypes, draft =>
            draft with
            {
                MessageId = Id(95),
                ExchangeId = null,
                Sequence = null,
                Detail = null,
            }
        );
        Refuse(logs, first with { MessageId = Id(95), ExchangeId = Id(96), Sequence = 8 }, ReceiptCode.HandlingRule);
        var entries = Entries(logs.OfBgd);
        var places = RefusalPlaces.Of(entries);

        entries
            .Where(entry => entry.IsRefusal)
            .Select(places.Kept)
            .Select(row => (IdOf(row), row.Sequence))
            .ShouldBe([("", null), ("", 2), ("90", null), ("91", null), ("92", null), ("", 3), ("", 3), ("94", 4), ("95", null), ("", 8)]);
        KeptRows
            .Of(entries, places)
            .Messages.Where(row => row.Transport == "rejected")
            .Select(row => row.Entry)
            .ShouldBe(entries.Where(entry => entry.IsRefusal).Select(entry => entry.Index), "every refusal has a row");
    }

    [Test]
    public void The_row_of_a_refusal_that_has_no_id_of_its_own_drifts_too()
    {
        var (unread, reused) = (_logs.OfBgd.Count, _logs.OfBgd.Count + 1);
        _logs.Receive(TwoLogs.Mys, _logs.Send(TwoLogs.Mys, CaseKinds.Request), ReceiptCode.NotStrictJson, draft =>
            draft with
            {
                MessageId = null,
                ExchangeId = null,
                Kind = null,
                Sequence = null,
                Detail = null,
            }
        );
        Refuse(_logs, _logs.Send(TwoLogs.Mys, CaseKinds.Request), ReceiptCode.IdReused);
        var entries = Entries(_logs.OfBgd);
        var rows = KeptRows.Of(entries, RefusalPlaces.Of(entries));
        List<string> Told(Func<KeptMessage, KeptMessage?> change) =>
            [
                .. new DriftCheck()
                    .Compare(
                        rows,
                        rows with
                        {
                            Messages = [.. rows.Messages.Select(row => row.MessageId is null ? change(row) : row).OfType<KeptMessage>()],
                        }
                    )
                    .Select(drift => drift.ToString()),
            ];

        Told(row => row).ShouldBeEmpty();
        Told(row => row.Entry == unread ? row with { Code = 401 } : row)
            .ShouldHaveSingleItem()
            .ShouldBe($"message without an id, of entry {unread} with MYS: code: entry {unread} has 400, the database 401.");
        Told(row => row.Entry == unread ? null : row)
            .ShouldHaveSingleItem()
            .ShouldBe($"message without an id, of entry {unread} with MYS: row: entry {unread} has a row, the database none.");
        Told(row => row.Entry == reused ? row with { Sequence = 9 } : row)
            .ShouldHaveSingleItem()
            .ShouldContain($"of entry {reused} and exchange ");
        Told(row => row.Entry == unread ? row with { Entry = 99 } : row).Count.ShouldBe(2, "one is missing, one is too many");
    }

    private static void Refuse(TwoLogs logs, LeafDraft sent, ReceiptCode code) => logs.Receive(TwoLogs.Mys, sent, code);

    // The number that a test gave it.
    private static string IdOf(MessageEntry entry) => entry.MessageId?.ToString()[^2..] ?? "";

    private static Guid Id(int number) => Guid.Parse($"01a20922-b801-7000-8000-0000000000{number}");

    private IEnumerable<Drift> Drifts(Func<KeptRows, KeptRows> change, long stable = long.MaxValue)
    {
        var entries = Entries(_logs.OfBgd);
        var rows = KeptRows.Of(entries, RefusalPlaces.Of(entries));
        return new DriftCheck(stable).Compare(rows, change(rows));
    }

    private static KeptRows Exchange(KeptRows rows, Func<KeptExchange, KeptExchange> change) =>
        rows with
        {
            Exchanges = [change(rows.Exchanges.Single())],
        };

    private static List<MessageEntry> Entries(List<LedgerLeaf> leaves) =>
        [.. leaves.Select((leaf, index) => MessageEntry.Of(index, leaf)).OfType<MessageEntry>()];

    private static TestCaseData<string, Func<KeptMessage, KeptMessage>, long> Change(
        string field,
        long entry,
        Func<KeptMessage, KeptMessage> change
    ) => new TestCaseData<string, Func<KeptMessage, KeptMessage>, long>(field, change, entry).SetArgDisplayNames(field);
}
