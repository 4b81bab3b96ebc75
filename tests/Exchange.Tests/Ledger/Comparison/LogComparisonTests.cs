using Exchange.Ledger.Comparison;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;

namespace Exchange.Tests.Ledger.Comparison;

internal sealed class LogComparisonTests
{
    private static readonly TestCaseData<string, Func<LeafDraft, LeafDraft>>[] OtherReceptions =
    [
        Change("exchangeId", draft => draft with { ExchangeId = Guid.CreateVersion7(TwoLogs.Start.AddDays(3)) }),
        Change("kind", draft => draft with { Kind = CaseKinds.Response }),
        Change("sequence", draft => draft with { Sequence = 4 }),
        Change("sealed", draft => draft with { Sealed = Digest.Of("other"u8) }),
        Change("messageId", draft => draft with { MessageId = Guid.CreateVersion7(TwoLogs.Start.AddDays(4)) }),
    ];

    private static readonly TestCaseData<string, Func<LeafDraft, LeafDraft>>[] OtherReceipts =
    [
        Change("code", draft => draft with { Code = ReceiptCode.Expired }),
        Change("index", draft => TwoLogs.With(draft, "index", 5)),
        Change("leaf", draft => TwoLogs.With(draft, "leaf", Digest.Of("other"u8).ToString())),
        Change("spans", draft => TwoLogs.With(draft, "spans", new System.Text.Json.Nodes.JsonArray(60, 60, 60))),
        Change("acceptedAt", draft => TwoLogs.With(draft, "acceptedAt", ProtocolTime.Write(TwoLogs.Start.AddYears(1)))),
        Change("sequence", draft => draft with { Sequence = 4 }),
        Change("kind", draft => draft with { Kind = CaseKinds.Response }),
    ];

    private readonly TwoLogs _logs = TwoLogs.OfOneExchange();

    [Test]
    public void Two_logs_of_one_story_agree()
    {
        var comparison = Compare(TwoLogs.OfOneExchange());

        comparison.Findings.ShouldBeEmpty();
        comparison.OnItsWay.ShouldBeEmpty();
        comparison.Pairs.ShouldBe(3);
    }

    [Test]
    public void A_message_or_a_receipt_on_its_way_is_no_fault_and_listed_apart()
    {
        var logs = TwoLogs.OfOneExchange();
        var lost = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        var unreceipted = logs.Send(TwoLogs.Mys, CaseKinds.Request);
        var arrived = logs.Receive(TwoLogs.Mys, unreceipted);

        var comparison = Compare(logs);

        comparison.Findings.ShouldBeEmpty();
        comparison
            .OnItsWay.Select(message => (message.Sender, message.MessageId, message.Arrived))
            .ShouldBe([("BGD", lost.MessageId, null), ("MYS", unreceipted.MessageId, arrived)]);
    }

    // A message of 30 days is sent again for seven more. What only one log is late enough for may still come.
    [TestCase(36, true, true)]
    [TestCase(38, false, true)]
    [TestCase(38, true, false)]
    public void What_is_sent_no_more_and_was_never_receipted_is_a_gap(int days, bool goesOn, bool isOnItsWay)
    {
        var logs = new TwoLogs();
        var lost = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        var unreceipted = logs.Send(TwoLogs.Mys, CaseKinds.Request);
        logs.Receive(TwoLogs.Mys, unreceipted);
        logs.Now = TwoLogs.Start.AddDays(days);
        var late = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        if (goesOn)
            logs.Receive(TwoLogs.Bgd, late);

        var comparison = Compare(logs);

        comparison.OnItsWay.Any(message => message.MessageId == lost.MessageId).ShouldBe(isOnItsWay);
        comparison.OnItsWay.Any(message => message.MessageId == unreceipted.MessageId).ShouldBe(isOnItsWay);
        comparison
            .Findings.Select(finding => (finding.Kind, finding.MessageId))
            .ShouldBe(isOnItsWay ? [] : [(FindingKind.Gap, unreceipted.MessageId), (FindingKind.Gap, lost.MessageId)], ignoreOrder: true);
    }

    [TestCase(40)]
    [TestCase(200)]
    public void What_was_judged_late_because_it_had_to_wait_is_no_finding(int days)
    {
        var logs = new TwoLogs();
        var sent = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        logs.Now = TwoLogs.Start.AddDays(days);
        logs.Settle(TwoLogs.Bgd, sent, logs.Receive(TwoLogs.Bgd, sent, ReceiptCode.Expired));

        Compare(logs).Findings.ShouldBeEmpty();
    }

    [Test]
    public void Delivered_according_to_the_sender_without_an_entry_of_the_recipient_is_a_gap()
    {
        var logs = TwoLogs.OfOneExchange();
        var request = logs.Pass(TwoLogs.Bgd, CaseKinds.Request);
        logs.OfMys.RemoveAt(logs.OfMys.Count - 1);

        Only(logs, FindingKind.Gap)
            .ShouldSatisfyAllConditions(
                gap => gap.MessageId.ShouldBe(request.MessageId),
                gap => gap.Text.ShouldContain("the ledger of MYS in this export ends before entry 5")
            );
    }

    [Test]
    public void Accepted_by_the_recipient_and_never_sent_is_a_gap()
    {
        var logs = TwoLogs.OfOneExchange();
        logs.Receive(
            TwoLogs.Bgd,
            new TwoLogs { Now = TwoLogs.Start.AddDays(1) }.Send(
                TwoLogs.Bgd,
                CaseKinds.Request,
                Guid.CreateVersion7(TwoLogs.Start.AddDays(9)),
                7,
                draft => draft with { MessageId = Guid.CreateVersion7(TwoLogs.Start.AddDays(8)), Signed = Digest.Of("invented"u8) }
            )
        );

        Only(logs, FindingKind.Gap).Text.ShouldContain("but the ledger of BGD, with 4 entries, does not record it as sent");
    }

    [Test]
    public void A_receipt_for_what_was_never_sent_is_a_gap()
    {
        var logs = TwoLogs.OfOneExchange();
        logs.OfBgd.RemoveAt(0);
        logs.OfMys.RemoveAt(0);

        Compare(logs)
            .Findings.ShouldContain(finding => finding.Kind == FindingKind.Gap && finding.Text.Contains("but no entry records it as sent"));
    }

    [TestCaseSource(nameof(OtherReceptions))]
    public void A_recipient_that_tells_of_a_message_otherwise_contradicts(string field, Func<LeafDraft, LeafDraft> change)
    {
        var logs = new TwoLogs();
        var sent = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        logs.Settle(TwoLogs.Bgd, sent, logs.Receive(TwoLogs.Bgd, sent, change: change));

        Only(logs, FindingKind.Contradiction).Text.ShouldStartWith($"{field}: BGD's entry 0 has ");
    }

    [TestCaseSource(nameof(OtherReceipts))]
    public void A_receipt_that_is_not_the_recipients_entry_contradicts(string field, Func<LeafDraft, LeafDraft> change)
    {
        var logs = new TwoLogs();
        var sent = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        logs.Settle(TwoLogs.Bgd, sent, logs.Receive(TwoLogs.Bgd, sent), change);

        Only(logs, FindingKind.Contradiction).Text.ShouldStartWith($"{field}: BGD's entry 1 has ");
    }

    [Test]
    public void One_message_under_two_signatures_contradicts()
    {
        var logs = new TwoLogs();
        logs.Receive(TwoLogs.Bgd, logs.Send(TwoLogs.Bgd, CaseKinds.Request), change: draft => draft with { Signed = Digest.Of("other"u8) });

        Only(logs, FindingKind.Contradiction).Text.ShouldStartWith("signature: ");
    }

    [Test]
    public void A_message_that_is_received_twice_contradicts()
    {
        var logs = new TwoLogs();
        var sent = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        logs.Settle(TwoLogs.Bgd, sent, logs.Receive(TwoLogs.Bgd, sent));
        logs.Receive(TwoLogs.Bgd, sent);

        Only(logs, FindingKind.Contradiction).Text.ShouldContain("it is received in MYS's entry 0 and again in MYS's entry 1");
    }

    [Test]
    public void One_id_or_sequence_for_two_messages_is_equivocation_in_whichever_log_it_is_seen()
    {
        var logs = new TwoLogs();
        var first = logs.Pass(TwoLogs.Bgd, CaseKinds.Request);
        logs.Receive(TwoLogs.Bgd, first with { Signed = Digest.Of("second"u8) }, ReceiptCode.IdReused);
        var equivocations = Compare(logs).Findings.Where(finding => finding.Kind == FindingKind.Equivocation).ToList();
        equivocations.ShouldHaveSingleItem().Text.ShouldBe("BGD used one id for two messages: entries 0 and 1 of MYS.");

        var own = new TwoLogs();
        var opener = own.Pass(TwoLogs.Bgd, CaseKinds.Request);
        own.Pass(TwoLogs.Bgd, CaseKinds.Request, opener.ExchangeId);
        Compare(own)
            .Findings.Select(finding => finding.Text)
            .ShouldBe([
                "BGD used one sequence for two messages: entries 0 and 2 of BGD.",
                "BGD used one sequence for two messages: entries 0 and 1 of MYS.",
            ]);
    }

    [Test]
    public void A_refusal_of_what_could_not_be_read_is_paired_by_its_signature_alone()
    {
        var logs = new TwoLogs();
        var sent = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        logs.Settle(
            TwoLogs.Bgd,
            sent,
            logs.Receive(TwoLogs.Bgd, sent, ReceiptCode.NotStrictJson, draft =>
                draft with
                {
                    MessageId = null,
                    ExchangeId = null,
                    Kind = null,
                    Sequence = null,
                    Detail = null,
                }
            )
        );

        Compare(logs).Findings.ShouldBeEmpty();
    }

    [TestCase(-11, 1, "before BGD's entry 0 sent it")]
    [TestCase(30, 1, "after BGD's entry 1 recorded the receipt")]
    public void Clocks_that_cannot_both_be_right_are_named(int minutes, int later, string text)
    {
        var logs = new TwoLogs();
        var sent = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        logs.Now = TwoLogs.Start.AddMinutes(minutes);
        var index = logs.Receive(TwoLogs.Bgd, sent);
        logs.Now = TwoLogs.Start.AddMinutes(later);
        logs.Settle(TwoLogs.Bgd, sent, index);

        Only(logs, FindingKind.Clock).Text.ShouldContain(text);
    }

    [Test]
    public void Clocks_that_differ_by_ten_minutes_are_no_finding()
    {
        var logs = new TwoLogs();
        var sent = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        logs.Now = TwoLogs.Start.AddMinutes(-10);
        logs.Settle(TwoLogs.Bgd, sent, logs.Receive(TwoLogs.Bgd, sent));

        Compare(logs).Findings.ShouldBeEmpty();
    }

    [Test]
    public void Messages_with_a_third_party_are_left_alone()
    {
        var logs = TwoLogs.OfOneExchange();
        logs.Send(TwoLogs.Bgd, CaseKinds.Request, change: draft =>
            draft with
            {
                Counterpart = Exchange.Protocol.Parties.PartyName.Parse("NPL"),
            }
        );

        Compare(logs).OnItsWay.ShouldBeEmpty();
    }

    [Test]
    public void Entries_that_are_entered_again_under_another_origin_have_another_place_and_salt_and_agree()
    {
        var logs = TwoLogs.OfOneExchange();
        RenewMys(logs);

        Compare(logs).Findings.ShouldBeEmpty();
        logs.Pass(TwoLogs.Bgd, CaseKinds.Request);
        Compare(logs).Findings.ShouldBeEmpty();
    }

    [Test]
    public void Entries_that_are_entered_again_must_still_say_the_same()
    {
        var logs = TwoLogs.OfOneExchange();
        RenewMys(logs, draft =>
            draft.Event == LedgerEvents.MessageAccepted
                ? draft with
                {
                    Event = LedgerEvents.MessageRejected,
                    Code = ReceiptCode.Expired,
                }
                : draft
        );

        Compare(logs).Findings.ShouldAllBe(finding => finding.Kind == FindingKind.Contradiction);
        Compare(logs).Findings[0].Text.ShouldStartWith("code: ");
    }

    [Test]
    public void What_was_received_after_a_renewal_has_the_place_that_its_receipt_names()
    {
        var logs = TwoLogs.OfOneExchange();
        RenewMys(logs);
        var sent = logs.Send(TwoLogs.Bgd, CaseKinds.Request);
        logs.Settle(TwoLogs.Bgd, sent, logs.Receive(TwoLogs.Bgd, sent), draft => TwoLogs.With(draft, "index", 1));

        Only(logs, FindingKind.Contradiction).Text.ShouldStartWith("index: ");
    }

    [Test]
    public void What_a_renewed_log_does_not_enter_again_is_a_gap_that_tells_of_the_renewal()
    {
        var logs = TwoLogs.OfOneExchange();
        RenewMys(logs, draft => draft.Event == LedgerEvents.MessageAccepted ? null : draft);

        Only(logs, FindingKind.Gap).Text.ShouldContain("the ledger of MYS continued under a new origin at 2026-11-23T16:09:00");
    }

    // As a gateway does it: the first entry names the former log, and messages follow with the times that they had.
    private static void RenewMys(TwoLogs logs, Func<LeafDraft, LeafDraft?>? change = null)
    {
        List<LedgerLeaf> former = [.. logs.OfMys];
        logs.OfMys.Clear();
        logs.Append(
            TwoLogs.Mys,
            new(LedgerEvents.LogRenewed)
            {
                Actor = "operator",
                Detail = new()
                {
                    ["origin"] = "mys.exchange/audit",
                    ["size"] = former.Count,
                    ["root"] = Digest.Of("root"u8).ToString(),
                },
            }
        );
        foreach (var leaf in former)
        {
            var draft = Exchange.Gateway.Journal.LogRenewal.DraftOf(leaf);
            if ((change is null ? draft : change(draft)) is { } entered)
                logs.OfMys.Add(ForeignLeaf.Write(entered, TwoLogs.Mys, leaf.At));
        }
    }

    private Finding Only(TwoLogs logs, FindingKind kind)
    {
        // The story before is not touched by what a test adds.
        Compare(_logs).Findings.ShouldBeEmpty();
        var finding = Compare(logs).Findings.ShouldHaveSingleItem();
        finding.Kind.ShouldBe(kind);
        return finding;
    }

    private static LogComparison Compare(TwoLogs logs) => LogComparison.Of(TwoLogs.Bgd, logs.OfBgd, TwoLogs.Mys, logs.OfMys);

    private static TestCaseData<string, Func<LeafDraft, LeafDraft>> Change(string field, Func<LeafDraft, LeafDraft> change) =>
        new TestCaseData<string, Func<LeafDraft, LeafDraft>>(field, change).SetArgDisplayNames(field);
}
