using Exchange.Desk;
using Exchange.Gateway.Border;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Receiving;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Desk;

/// <summary>What an operator is told of a link, in the order of its weight.</summary>
internal sealed class LinkHealthTests
{
    private static readonly LinkView Well = new()
    {
        Counterpart = "MYS",
        CardSerial = 1,
        HasGrant = true,
        Waiting = 3,
        WithoutReceipt = 1,
        Deferred = 0,
        Quarantined = 0,
        CosignedSize = 9,
        CosignatureLate = false,
    };

    private static readonly string[] Alarms = ["fork", "unproven", "unknown"];

    [Test]
    public void A_link_that_works_has_no_finding() =>
        (LinkHealth.Of(Well).Word, LinkHealth.Of(Well).Findings.Count).ShouldBe(("Working", 0));

    [Test]
    public void What_is_said_above_the_links_agrees_with_the_worst_of_them()
    {
        LinkHealth.Above([]).Word.ShouldBe("Working");
        LinkHealth.Above([Well, Well]).Word.ShouldBe("Working");
        LinkHealth.Above([Well, Well with { CosignatureLate = true }]).Colour.ShouldBe("govuk-tag--yellow");
        LinkHealth.Above([Well with { HasGrant = false }, Well with { CosignatureLate = true }]).Colour.ShouldBe("govuk-tag--red");
    }

    [Test]
    public void A_test_that_nobody_answered_is_a_finding_where_nothing_else_explains_it()
    {
        LinkHealth.Of(Well, unanswered: true).Word.ShouldBe("Look at it");
        LinkHealth.Of(Well with { TheirBroker = "down" }, unanswered: true).Findings.ShouldHaveSingleItem();
    }

    [Test]
    public void Who_is_told_to_telephone_is_told_where_the_number_is()
    {
        var health = LinkHealth.Of(Well with { Quarantined = 1, HasGrant = false });

        health.Findings.Select(finding => LinkHealth.Telephones(finding.ToDo)).ShouldBe([false, true]);
    }

    [Test]
    public void What_stops_it_comes_before_what_only_slows_it()
    {
        var health = LinkHealth.Of(Well with { TheirBroker = "refused", Quarantined = 1 });

        health.Word.ShouldBe("Stopped");
        health.Findings.Count.ShouldBe(2);
        health.Findings[0].What.ShouldContain("broker");
    }

    [Test]
    public void A_late_witness_is_to_be_looked_at() => LinkHealth.Of(Well with { CosignatureLate = true }).Word.ShouldBe("Look at it");

    [Test]
    public void Without_a_grant_without_our_broker_or_suspended_nothing_goes()
    {
        foreach (var link in new[] { Well with { HasGrant = false }, Well with { OurBroker = "down" }, Well with { Suspended = "fork" } })
            LinkHealth.Of(link).Word.ShouldBe("Stopped");
    }

    [Test]
    public void Each_fault_of_a_broker_and_each_suspension_has_words_of_its_own()
    {
        var faults = Enum.GetValues<BorderFault>().Select(CodeNames<BorderFault>.Write).ToList();
        faults.Select(LinkHealth.OfOurBroker).ShouldBeUnique();
        faults.Where(fault => LinkHealth.OfOurBroker(fault) == LinkHealth.OfOurBroker("unknown")).ShouldBe(["unreachable"]);
        // Only of our own broker is something consumed.
        faults
            .Where(fault => LinkHealth.OfTheirBroker(fault) == LinkHealth.OfTheirBroker("unknown"))
            .ShouldBe(["unreachable", "misconfigured", "receiver-failed"]);
        Enum.GetValues<LedgerSuspensionKind>()
            .Select(kind => LinkHealth.OfLedger(CodeNames<LedgerSuspensionKind>.Write(kind)))
            .Append(LinkHealth.OfLedger("unknown"))
            .ShouldBeUnique();
        Alarms.Select(LinkHealth.OfSuspension).ShouldBeUnique();
    }

    [Test]
    public void What_to_do_about_a_broker_is_said_by_the_code_of_its_fault()
    {
        var health = LinkHealth.Of(Well with { TheirBroker = "403", TheirBrokerFault = "access-refused" });

        health.Findings.ShouldHaveSingleItem().What.ShouldBe("Its broker refuses our login.");
    }

    [Test]
    public void Each_reason_to_defer_a_message_is_a_sentence_of_its_own()
    {
        var sentences = Enum.GetValues<WaitReason>().Select(reason => LinkHealth.WaitsFor(CodeNames<WaitReason>.Write(reason))).ToList();

        sentences.ShouldBeUnique();
        sentences.ShouldNotContain(LinkHealth.WaitsFor("unknown"));
    }
}
