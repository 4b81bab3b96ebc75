using Exchange.Gateway.Witnessing;
using Exchange.Protocol.Parties;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>What waits for a missing head is in memory, so each counterpart has its share and no more.</summary>
internal sealed class WaitingHeadsTests
{
    private static readonly PartyName Mys = PartyName.Parse("MYS");
    private static readonly PartyName Tha = PartyName.Parse("THA");

    private readonly WaitingHeads _waiting = new(new FakeTimeProvider());

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

    private int Ready(PartyName counterpart)
    {
        var count = 0;
        void Count(object _) => count++;
        _waiting.Ready += Count;
        _waiting.Retry(counterpart);
        _waiting.Ready -= Count;
        return count;
    }
}
