using System.Text;
using System.Text.Json.Nodes;
using Exchange.Ledger.Comparison;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Replay;

namespace Exchange.Tests.Ledger.Replay;

/// <summary>A log is another party's word: whatever stands in it, replay and comparison give an answer.</summary>
internal sealed class HostileLogTests
{
    private static readonly JsonNode?[] Values =
    [
        "",
        "x",
        -1,
        0,
        1,
        2,
        long.MaxValue,
        true,
        new JsonObject(),
        new JsonArray(),
        "message-accepted",
        "nobody-knows",
        "MYS",
        "BGD",
        "9999-12-31T23:59:59.999Z",
        "0001-01-01T00:00:00.000Z",
    ];

    private static readonly string[] InDetail =
    [
        "reference",
        "issuedAt",
        "expiresAt",
        "urgency",
        "dueAt",
        "final",
        "index",
        "leaf",
        "acceptedAt",
    ];

    [Test]
    public void Entries_of_any_form_never_throw()
    {
        var story = TwoLogs.OfOneExchange();
        var (ours, theirs) = (Mutations(story.OfBgd), Mutations(story.OfMys));
        ours.Count.ShouldBeGreaterThan(500);

        Read(ours);
        Read([.. ours, .. theirs]);
        Compare(ours, theirs);
        Compare(theirs, ours);
        Compare(ours, ours);
        foreach (var leaf in ours)
        {
            Read([leaf]);
            Compare([leaf], story.OfMys);
            Compare(story.OfBgd, [leaf]);
        }
    }

    private static void Read(List<LedgerLeaf> leaves)
    {
        var entries = leaves.Select((leaf, index) => MessageEntry.Of(index, leaf)).OfType<MessageEntry>().ToList();
        new DriftCheck()
            .Compare(KeptRows.Of(entries, RefusalPlaces.Of(entries)), new([], []))
            .ToList()
            .ForEach(drift => drift.ToString().ShouldNotBeEmpty());
        foreach (var exchange in ReplayedExchange.Group(entries))
        {
            foreach (var moment in (ReplayMoment[])[ReplayMoment.Newest, ReplayMoment.Below(3), ReplayMoment.At(TwoLogs.Start)])
                ExchangeSummary.Of(exchange, moment, TwoLogs.Start)?.Messages.ShouldBeGreaterThan(0);
            foreach (var entry in exchange.Entries.Where(entry => entry.IsSettlement))
                ReceiptProof.Judge(TwoLogs.Bgd, entry, exchange.Entries[0], null).ShouldBe(ReceiptVerdict.NoReceipt);
        }
    }

    private static void Compare(List<LedgerLeaf> ours, List<LedgerLeaf> theirs)
    {
        var comparison = LogComparison.Of(TwoLogs.Bgd, ours, TwoLogs.Mys, theirs);
        comparison.Findings.ToList().ForEach(finding => finding.ToString().ShouldNotBeEmpty());
        comparison.OnItsWay.ToList().ForEach(message => message.ToString().ShouldNotBeEmpty());
    }

    private static List<LedgerLeaf> Mutations(List<LedgerLeaf> leaves) => [.. leaves, .. leaves.SelectMany(Mutations)];

    private static IEnumerable<LedgerLeaf> Mutations(LedgerLeaf leaf)
    {
        var json = JsonNode.Parse(leaf.Bytes.Span)!.AsObject();
        var members = json.Select(member => member.Key).ToList();
        return members
            .SelectMany(member => Variants(json, copy => copy, member))
            .Concat(InDetail.SelectMany(member => Variants(json, copy => Detail(copy), member)))
            .Select(copy => LedgerLeaf.Read(Encoding.UTF8.GetBytes(copy.ToJsonString())).Value)
            .OfType<LedgerLeaf>();
    }

    private static IEnumerable<JsonObject> Variants(JsonObject json, Func<JsonObject, JsonObject> place, string member)
    {
        var without = json.DeepClone().AsObject();
        place(without).Remove(member);
        yield return without;
        foreach (var value in Values)
        {
            var copy = json.DeepClone().AsObject();
            place(copy)[member] = value?.DeepClone();
            yield return copy;
        }
    }

    private static JsonObject Detail(JsonObject leaf)
    {
        if (leaf["detail"] is not JsonObject detail)
            leaf["detail"] = detail = [];
        return detail;
    }
}
