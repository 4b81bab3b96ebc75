using Exchange.Gateway.Border;

namespace Exchange.IntegrationTests.Border;

internal sealed class AckOrderTests
{
    [Test]
    public void An_unbroken_row_is_acked_at_once_and_what_lies_beyond_it_singly()
    {
        var order = new AckOrder();
        order.Take([3, 1, 2]).ShouldBe([(3ul, true)]);
        order.Take([6, 5]).ShouldBe([(5ul, false), (6ul, false)]);
        order.Take([4]).ShouldBe([(4ul, true)]);
        order.Take([4, 6, 7, 7]).ShouldBe([(7ul, true)]);
        order.Take([]).ShouldBeEmpty();
    }

    /// <summary>Against a broker's own bookkeeping: an ack of what is not outstanding closes the channel.</summary>
    [Test]
    public void A_broker_understands_every_order_and_ends_with_nothing_outstanding([Range(1, 50)] int seed)
    {
        var random = new Random(seed);
        var outstanding = Enumerable.Range(1, 200).Select(number => (ulong)number).ToHashSet();
        var acks = outstanding.Concat(outstanding.Take(50)).ToArray();
        random.Shuffle(acks);
        var order = new AckOrder();
        var acked = new HashSet<ulong>();

        for (var at = 0; at < acks.Length;)
        {
            var batch = acks[at..Math.Min(acks.Length, at + random.Next(1, 20))];
            at += batch.Length;
            acked.UnionWith(batch);
            foreach (var (number, multiple) in order.Take(batch))
            {
                outstanding.ShouldContain(number);
                outstanding.RemoveWhere(each => multiple ? each <= number : each == number);
            }
            outstanding.Overlaps(acked).ShouldBeFalse();
            (outstanding.Count + acked.Count).ShouldBe(200);
        }
    }
}
