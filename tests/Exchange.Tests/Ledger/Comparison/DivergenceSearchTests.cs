using Exchange.Ledger.Comparison;
using Exchange.Ledger.Merkle;

namespace Exchange.Tests.Ledger.Comparison;

internal sealed class DivergenceSearchTests
{
    private static readonly long[] Sizes = [.. Enumerable.Range(1, 1000).Select(size => size * 3L)];

    [TestCase(0, 0, 3)]
    [TestCase(1, 0, 3)]
    [TestCase(3, 3, 6)]
    [TestCase(4, 3, 6)]
    [TestCase(1499, 1497, 1500)]
    [TestCase(1500, 1500, 1503)]
    [TestCase(2999, 2997, 3000)]
    public void The_heads_between_which_two_histories_part_are_found_in_few_looks(int firstDifferent, long common, long different)
    {
        var looks = 0;
        var found = DivergenceSearch.Find(
            Sizes,
            size => Root(size, firstDifferent),
            size =>
            {
                looks++;
                return Root(size, int.MaxValue);
            }
        );

        found.ShouldBe(new HistoryRange(common, different));
        looks.ShouldBeLessThanOrEqualTo(12);
    }

    [Test]
    public void A_log_that_leads_to_every_head_is_asked_for_the_newest_alone()
    {
        var looks = 0;
        DivergenceSearch
            .Find(
                Sizes,
                size => Root(size, int.MaxValue),
                size =>
                {
                    looks++;
                    return Root(size, int.MaxValue);
                }
            )
            .ShouldBeNull();
        looks.ShouldBe(1);
        DivergenceSearch.Find([], _ => default, _ => default).ShouldBeNull();
    }

    private static MerkleHash Root(long size, int firstDifferent) =>
        MerkleHash.OfLeaf(BitConverter.GetBytes(size > firstDifferent ? -size : size));
}
