using System.Security.Cryptography;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;

namespace Exchange.Tests.Sealing.Keys;

internal sealed class LedgerMarkTests
{
    private const string Origin = "bgd.exchange/audit";

    private static readonly byte[] Root = SHA256.HashData("a root"u8);

    private TemporaryFolder _folder = null!;

    private string File => _folder.In("ledger.mark");

    private LedgerMark Mark => new(File);

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void There_is_none_at_first() => Mark.Read().ShouldBeNull();

    [Test]
    public void What_was_written_last_is_read()
    {
        Mark.Write(Origin, 1, SHA256.HashData("an older root"u8));
        Mark.Write(Origin, long.MaxValue, Root);

        var (origin, size, root) = Mark.Read().ShouldNotBeNull();

        origin.ShouldBe(Origin);
        size.ShouldBe(long.MaxValue);
        root.ShouldBe(Root);
    }

    [Test]
    public void It_is_five_lines_a_person_can_read()
    {
        Mark.Write(Origin, 42, Root);

        var lines = System.IO.File.ReadAllText(File).Split('\n');

        lines[..4].ShouldBe(["exchange ledger mark 1", Origin, "42", Convert.ToBase64String(Root)]);
        lines[4].ShouldStartWith("sha256:");
        lines[5..].ShouldBe([""]);
    }

    [Test]
    public void It_is_never_half_written_for_it_is_put_in_place_whole()
    {
        Mark.Write(Origin, 41, Root);
        // As a crash in the middle of the next one leaves it.
        System.IO.File.WriteAllText(File + ".new", "exchange ledger mark 1\nbgd.exch");

        Mark.Read().ShouldNotBeNull().Size.ShouldBe(41);
        Mark.Write(Origin, 42, Root);
        Mark.Read().ShouldNotBeNull().Size.ShouldBe(42);
        Directory.GetFiles(_folder.Folder).ShouldBe([File]);
    }

    [Test]
    public void Any_damage_is_noticed()
    {
        Mark.Write(Origin, 42, Root);
        var whole = System.IO.File.ReadAllBytes(File);

        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 1;
            System.IO.File.WriteAllBytes(File, damaged);
            Should.Throw<KeyStoreException>(() => Mark.Read()).Message.ShouldContain(File);
            System.IO.File.WriteAllBytes(File, whole[..at]);
            Should.Throw<KeyStoreException>(() => Mark.Read());
        }
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_said()
    {
        Should.Throw<IOException>(() => new LedgerMark(_folder.In("nowhere", "ledger.mark")).Write(Origin, 1, Root));
    }
}
