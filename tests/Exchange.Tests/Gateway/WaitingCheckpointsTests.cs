using Exchange.Gateway.Witnessing;
using Exchange.Protocol.Parties;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>What waits for a missing head is in memory, so each counterpart has its share and no more.</summary>
internal sealed class WaitingCheckpointsTests
{
    private static readonly PartyName Mys = PartyName.Parse("MYS");
    private static readonly PartyName Tha = PartyName.Parse("THA");

    private FakeTimeProvider _clock = null!;
    private WaitingCheckpoints _waiting = null!;

    [SetUp]
    public void Begin() => _waiting = new(_clock = new());

    [TestCase(1, 1024)]
    [TestCase(1024 * 1024, 8)]
    [TestCase(9 * 1024 * 1024, 0)]
    public void A_counterpart_has_its_share_by_number_and_by_size(int weight, int kept)
    {
        for (var size = 1; size <= 2000; size++)
            _waiting.Put(Mys, size + 10, size, weight, _ => { });
        _waiting.Put(Tha, 11, 1, weight: 1, _ => { });

        Ready(Mys).ShouldBe(kept);
        Ready(Tha).ShouldBe(1, "another's share is its own");
    }

    [Test]
    public void What_is_being_judged_takes_no_room()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            for (var size = 1; size <= 10; size++)
                _waiting.Put(Mys, (turn * 100) + size + 10, size, weight: 1024 * 1024, _ => { });
            Ready(Mys).ShouldBe(8);
        }
    }

    [Test]
    public void A_head_that_has_come_has_only_those_judged_again_that_needed_it_or_are_no_larger()
    {
        foreach (var (size, wanted) in new[] { (20, 10), (30, 20), (40, 25), (9, 5) })
            _waiting.Put(Mys, size, wanted, weight: 1, _ => { });

        Ready(Mys, size: 10).ShouldBe(2);
        Ready(Mys, size: 10).ShouldBe(0, "they are being judged");
        Ready(Mys, size: 20).ShouldBe(1);
    }

    [Test]
    public void A_counterpart_is_asked_for_one_missing_head_at_a_time_the_smallest_first()
    {
        foreach (var wanted in new[] { 30, 10, 20, 10 })
            _waiting.Put(Mys, wanted + 100, wanted, weight: 1, _ => { });
        _clock.Advance(TimeSpan.FromSeconds(2));

        new[] { _waiting.Wanted(Mys), _waiting.Wanted(Mys), _waiting.Wanted(Mys), _waiting.Wanted(Mys) }.ShouldBe([10, 20, 30, null]);
    }

    private int Ready(PartyName counterpart, long size = long.MaxValue)
    {
        var count = 0;
        void Count(object _) => count++;
        _waiting.Ready += Count;
        _waiting.Retry(counterpart, size);
        _waiting.Ready -= Count;
        return count;
    }
}
