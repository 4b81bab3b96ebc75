using System.IO.Compression;
using System.Text;
using Exchange.Ledger.Evidence;

namespace Exchange.Tests.Evidence;

/// <summary>Archives as somebody makes them who means no good, and as a disk or a mail leaves them.</summary>
internal sealed class BundleArchiveTests
{
    private static readonly SortedDictionary<string, ReadOnlyMemory<byte>> Files = new TestBundle().Files;
    private static readonly byte[] Good = BundleArchive.Write(Files);

    [Test]
    public void What_is_written_is_read_again() =>
        BundleArchive
            .Read(Good)
            .Files.ToDictionary(file => file.Key, file => Convert.ToHexString(file.Value.Span))
            .ShouldBe(Files.ToDictionary(file => file.Key, file => Convert.ToHexString(file.Value.Span)), ignoreOrder: true);

    [Test]
    public void The_same_files_packed_by_another_program_are_the_same_bundle()
    {
        var read = BundleArchive.Read(Zip(Files.Reverse().Select(file => (file.Key, file.Value.ToArray()))));
        read.Fault.ShouldBeNull();
        TestBundle.Verification.Verify(read.Files).Holds.ShouldBeTrue();
    }

    [Test]
    public void Every_file_that_a_bundle_must_have_is_missed()
    {
        foreach (var name in Files.Keys.Where(name => !BundleFiles.IsOptional(name) && name != BundleFiles.Checksums))
            Fault(Files.Where(file => file.Key != name)).ShouldBe($"{name} is missing.");
        BundleArchive.Read(Zip([])).IsBundle.ShouldBeFalse();
    }

    [TestCase("note.txt", "note.txt")]
    [TestCase("../message.json", "../message.json")]
    [TestCase("/etc/passwd", "/etc/passwd")]
    [TestCase("cards/../message.json", "cards/../message.json")]
    [TestCase("cards/", "cards/")]
    [TestCase("MESSAGE.JSON", "MESSAGE.JSON")]
    [TestCase("message.json\u001b[2J", "message.json??2J")]
    [TestCase("certificates\\signer.pem", "certificates?signer.pem")]
    public void A_name_that_no_bundle_has_is_refused_and_shown_harmless(string name, string shown) =>
        Fault([.. Entries(), (name, [1])]).ShouldBe($"There is a file that does not belong to a bundle: {shown}.");

    [Test]
    public void A_name_that_is_there_twice_is_refused() =>
        Fault([.. Entries(), (BundleFiles.JudgedEntry, [1])]).ShouldBe("recipient.entry occurs twice.");

    [Test]
    public void A_file_that_unpacks_to_more_than_it_may_is_refused_by_what_it_declares()
    {
        var bomb = Fault([
            .. Entries().Where(entry => entry.Name != BundleFiles.Message),
            (BundleFiles.Message, new byte[64 * 1024 * 1024]),
        ]);
        bomb.ShouldBe("message.json is larger than 524288 bytes.");
    }

    [Test]
    public void A_file_that_unpacks_to_more_than_it_declares_is_not_unpacked_further()
    {
        // Half a megabyte of zeros packs to half a kilobyte, which lies for its size here.
        var zip = Zip([.. Entries().Where(entry => entry.Name != BundleFiles.Message), (BundleFiles.Message, new byte[500_000])]);
        Replace(zip, BitConverter.GetBytes(500_000), BitConverter.GetBytes(4096)).ShouldBeGreaterThan(0);
        var read = BundleArchive.Read(zip);
        (read.Files.TryGetValue(BundleFiles.Message, out var message) ? message.Length : 0).ShouldBeLessThanOrEqualTo(4096);
        (read.Fault is null && TestBundle.Verification.Verify(read.Files).Holds).ShouldBeFalse();
    }

    [Test]
    public void An_encrypted_file_is_refused()
    {
        var zip = Good.ToArray();
        // Bit 0 of the flags, in the local headers (offset 6) and in the central ones (offset 8).
        for (var at = 0; at < zip.Length - 10; at++)
        {
            if (zip.AsSpan(at, 4).SequenceEqual("PK\u0003\u0004"u8))
                zip[at + 6] |= 1;
            if (zip.AsSpan(at, 4).SequenceEqual("PK\u0001\u0002"u8))
                zip[at + 8] |= 1;
        }

        BundleArchive.Read(zip).Fault.ShouldBe("SHA256SUMS is encrypted.");
    }

    [Test]
    public void An_archive_that_was_cut_is_no_bundle_wherever_it_was_cut()
    {
        foreach (var length in Enumerable.Range(0, Good.Length / 997).Select(step => step * 997).Append(Good.Length - 1))
        {
            var read = BundleArchive.Read(Good.AsMemory(0, length));
            read.Fault.ShouldNotBeNull();
            read.IsBundle.ShouldBeFalse();
        }
    }

    [Test]
    public void What_is_no_archive_is_no_bundle()
    {
        foreach (
            var other in new byte[][] { [], [0], "PK"u8.ToArray(), Encoding.UTF8.GetBytes("{\"message\":1}"), new byte[5 * 1024 * 1024] }
        )
        {
            BundleArchive.Read(other).IsBundle.ShouldBeFalse();
        }

        BundleArchive
            .Read(new byte[BundleArchive.MaximumSize + 1])
            .Fault.ShouldBe("It is larger than 4194304 bytes, the maximum for a bundle.");
    }

    [Test]
    public void A_flipped_byte_of_an_archive_never_verifies_as_something_else_and_never_throws()
    {
        for (var at = 0; at < Good.Length; at += 61)
        {
            var flipped = Good.ToArray();
            flipped[at] ^= 0x41;
            var read = BundleArchive.Read(flipped);
            // Times and modes of an archive are nobody's word; the files must then be the same to the last byte.
            if (read.Fault is null && TestBundle.Verification.Verify(read.Files).Holds)
                BundleArchive.Write(read.Files).ShouldBe(Good);
        }
    }

    private static IEnumerable<(string Name, byte[] Content)> Entries() => Files.Select(file => (file.Key, file.Value.ToArray()));

    private static string? Fault(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files) =>
        Fault([.. files.Select(file => (file.Key, file.Value.ToArray()))]);

    private static string? Fault(IReadOnlyList<(string Name, byte[] Content)> entries)
    {
        var read = BundleArchive.Read(Zip(entries));
        read.IsBundle.ShouldBeTrue();
        read.Files.ShouldBeEmpty();
        return read.Fault;
    }

    private static byte[] Zip(IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.Optimal).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static int Replace(byte[] bytes, byte[] old, byte[] fresh)
    {
        var count = 0;
        for (var at = bytes.AsSpan().IndexOf(old); at >= 0; at = bytes.AsSpan().IndexOf(old))
        {
            fresh.CopyTo(bytes, at);
            count++;
        }

        return count;
    }
}
