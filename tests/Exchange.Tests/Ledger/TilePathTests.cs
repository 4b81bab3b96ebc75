using Exchange.Ledger.Export;
using Exchange.Ledger.Tiles;
using Exchange.Protocol.Parties;

namespace Exchange.Tests.Ledger;

internal sealed class TilePathTests
{
    // The first is the example of C2SP tlog-tiles; the others follow from its rules.
    [TestCase(1234067, 256, "tile/0/x001/x234/067")]
    [TestCase(0, 256, "tile/0/000")]
    [TestCase(999, 256, "tile/0/999")]
    [TestCase(1000, 256, "tile/0/x001/000")]
    [TestCase(273, 112, "tile/0/273.p/112")]
    [TestCase(1234067, 1, "tile/0/x001/x234/067.p/1")]
    public void A_path_is_written_as_the_specification_shows_and_read_back(long index, int width, string text)
    {
        var path = TilePath.Of(new(0, index), width);

        path.ToString().ShouldBe(text);
        TilePath.TryParse(text, out var read).ShouldBeTrue();
        read.ShouldBe(path);
        read!.Value.Tile.ShouldBe(new(0, index));
    }

    [Test]
    public void Entries_and_receipts_lie_in_folders_of_their_own()
    {
        TilePath.Entries(1234067).ToString().ShouldBe("tile/entries/x001/x234/067");
        TilePath.Receipts(3, 5).ToString().ShouldBe("receipts/003.p/5");
        foreach (var path in new[] { TilePath.Entries(1234067), TilePath.Receipts(3, 5), TilePath.Of(new(63, 7), 255) })
        {
            TilePath.TryParse(path.ToString(), out var read).ShouldBeTrue();
            read.ShouldBe(path);
        }
    }

    [TestCase("tile/0/0")]
    [TestCase("tile/0/0000")]
    [TestCase("tile/0/001/000")]
    [TestCase("tile/0/x000/001")]
    [TestCase("tile/0/x01/000")]
    [TestCase("tile/00/000")]
    [TestCase("tile/64/000")]
    [TestCase("tile/-1/000")]
    [TestCase("tile/0/000.p/0")]
    [TestCase("tile/0/000.p/256")]
    [TestCase("tile/0/000.p/01")]
    [TestCase("tile/0/000.p/")]
    [TestCase("tile/0/000.p/1/2")]
    [TestCase("tile/0/000/")]
    [TestCase("tile/0/")]
    [TestCase("tile/0")]
    [TestCase("tile/0/../../checkpoint")]
    [TestCase("/tile/0/000")]
    [TestCase("tile/entries/ 00")]
    [TestCase("tile/data/000")]
    [TestCase("tile/0/x999/x999/x999/x999/x999/x999/999")]
    public void Any_other_text_is_no_path(string text) => TilePath.TryParse(text, out _).ShouldBeFalse();

    // C2SP: 70,000 entries are 273 full tiles and one of 112, one full tile of level 1 and one of 17, and one of level 2 of 1.
    [TestCase(272, 70_000, 256)]
    [TestCase(273, 70_000, 112)]
    [TestCase(274, 70_000, 0)]
    [TestCase(0, 70_000 / 256, 256)]
    [TestCase(1, 70_000 / 256, 17)]
    [TestCase(0, 70_000 / 65_536, 1)]
    public void A_tile_is_as_wide_as_the_log_makes_it(long index, long count, int width) => TilePath.WidthAt(index, count).ShouldBe(width);

    [Test]
    public void Heads_of_two_logs_of_one_party_do_not_lie_in_one_place()
    {
        var (old, renewed) = (
            HeadPath.Of(PartyName.Parse("MYS"), "mys.exchange/audit", 5),
            HeadPath.Of(PartyName.Parse("MYS"), "mys.exchange/audit-2", 5)
        );

        old.ShouldNotBe(renewed);
        HeadPath.TryParse(old.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(old);
    }

    [TestCase("heads/MYS/5")]
    [TestCase("heads/MYS/00000000/5")]
    [TestCase("heads/MYS/000000000000000000000000000000000000000000000000000000000000000G/5")]
    [TestCase("heads/MYS/0000000000000000000000000000000000000000000000000000000000000000/05")]
    [TestCase("heads/mys/0000000000000000000000000000000000000000000000000000000000000000/5")]
    [TestCase("heads/../0000000000000000000000000000000000000000000000000000000000000000/5")]
    public void Any_other_text_is_no_path_of_a_head(string text) => HeadPath.TryParse(text, out _).ShouldBeFalse();

    [TestCase("cards/MYS.1.party.json", true)]
    [TestCase("cards/BGD-CID.12.party.json", true)]
    [TestCase("cards/MYS.01.party.json", false)]
    [TestCase("cards/MYS.party.json", false)]
    [TestCase("cards/../MYS.1.party.json", false)]
    public void A_card_is_named_by_party_and_serial(string text, bool isPath) => CardPath.TryParse(text, out _).ShouldBe(isPath);
}
