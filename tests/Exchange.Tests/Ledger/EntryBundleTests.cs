using Exchange.Ledger.Tiles;

namespace Exchange.Tests.Ledger;

internal sealed class EntryBundleTests
{
    [Test]
    public void Entries_come_out_of_a_bundle_as_they_went_in()
    {
        ReadOnlyMemory<byte>[] leaves = [new byte[] { 1, 2, 3 }, ReadOnlyMemory<byte>.Empty, new byte[4096]];

        var bundle = EntryBundle.Write(leaves);

        bundle[..5].ShouldBe([0, 3, 1, 2, 3]);
        EntryBundle.TryRead(bundle, 3, out var read).ShouldBeTrue();
        read!.Select(leaf => leaf.ToArray()).ShouldBe(leaves.Select(leaf => leaf.ToArray()));
    }

    [TestCase(new byte[] { }, 1)]
    [TestCase(new byte[] { 0 }, 1)]
    [TestCase(new byte[] { 0, 2, 7 }, 1)]
    [TestCase(new byte[] { 255, 255, 7 }, 1)]
    [TestCase(new byte[] { 0, 1, 7, 0 }, 1)]
    [TestCase(new byte[] { 0, 1, 7, 0, 1, 8 }, 1)]
    [TestCase(new byte[] { 0, 1, 7 }, 2)]
    public void A_bundle_with_fewer_more_or_broken_entries_is_none(byte[] bundle, int count) =>
        EntryBundle.TryRead(bundle, count, out _).ShouldBeFalse();
}
