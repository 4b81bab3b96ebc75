using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Exchange.Ledger.Evidence;
using Exchange.Ledger.Merkle;
using Exchange.Tests.Cli;
using Exchange.Tests.Sealing;

namespace Exchange.Tests.Evidence;

/// <summary>The commands of VERIFY.md and the script verify.sh as an expert runs them, who has nothing of ours.</summary>
internal sealed partial class StockToolTests
{
    private static readonly TestBundle Whole = new();

    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void NeedOpenssl() => Openssl.Need();

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(true, true)]
    [TestCase(false, true)]
    [TestCase(true, false)]
    [TestCase(false, false)]
    public void Every_command_of_the_guide_gives_what_the_guide_says(bool withContent, bool bySender)
    {
        var bundle = new TestBundle { WithContent = withContent, BySender = bySender };
        Unpack(bundle.Files);
        var output = RunGuide(bundle).ShouldNotBeNull();
        output.ShouldContain(": OK");
        output.ShouldContain(withContent ? "CAdES Verification successful" : "Verified OK");
        if (!withContent)
            output.ShouldContain("certificates/signer.pem: OK");
        output.ShouldContain("Signature Verified Successfully");
        output.ShouldContain($"SHA2-256(message.p7s)= {bundle.Parts.Signed.ToString()[7..]}");
        output.ShouldContain("holds: recipient.entry is entry 6 of bgd.exchange/audit, under a checkpoint of 7 entries");
        output
            .Contains("holds: sender.entry is entry 4 of mys.exchange/audit, under a checkpoint of 11 entries", StringComparison.Ordinal)
            .ShouldBe(bySender);
        foreach (var card in (EvidenceCard[])[bundle.Parts.Sender, bundle.Parts.Recipient])
            output.ShouldContain(card.Fingerprint.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant());
        output.Split('\n').Count(line => line == "1").ShouldBe(bySender ? 2 : 1);
    }

    [Test]
    public void A_guide_without_revocation_lists_of_the_time_is_followed_too()
    {
        var late = new TestBundle { JudgedAt = TestBundle.Time.AddDays(120) };
        late.Parts.IsRevocationKnown.ShouldBeFalse();
        Unpack(late.Files);
        RunGuide(late).ShouldNotBeNull();
    }

    [TestCase(true, true)]
    [TestCase(false, true)]
    [TestCase(true, false)]
    [TestCase(false, false)]
    public void A_guide_to_what_was_recorded_after_the_certificate_had_ended_is_followed_too(bool withContent, bool isRevocationKnown)
    {
        var late = new TestBundle { JudgedAt = TestBundle.Time.AddYears(3), WithContent = withContent };
        var parts = late.Parts with { IsRevocationKnown = isRevocationKnown };
        parts.HadChainEnded.ShouldBeTrue();
        new TestBundle().Parts.HadChainEnded.ShouldBeFalse();
        var files = BundleWriter.Write(parts);
        Unpack(files);

        var said = RunGuide(files).ShouldNotBeNull();

        // Once by its digest; then by path, and by revocation where that is known.
        said.Split('\n')
            .Count(line => line == "certificates/signer.pem: OK")
            .ShouldBe(1 + (withContent ? 0 : 1) + (isRevocationKnown ? 1 : 0));
        late.Verify().Faults.ShouldBeEmpty();
    }

    [TestCase(BundleFiles.Message)]
    [TestCase(BundleFiles.Signature)]
    [TestCase(BundleFiles.Authorities)]
    [TestCase(BundleFiles.JudgedEntry)]
    [TestCase(BundleFiles.RecipientKey)]
    public void The_guides_commands_fail_on_a_file_that_was_changed_even_where_the_manifest_was_made_to_fit(string name)
    {
        var changed = Whole.Files[name].ToArray();
        changed[changed.Length / 2] ^= 1;
        Unpack(TestBundle.With(Whole.Files, name, changed));
        RunGuide(Whole).ShouldBeNull();
    }

    [Test]
    public void The_script_is_short_and_says_what_holds()
    {
        Encoding.UTF8.GetString(Whole.Files[BundleFiles.Script].Span).Split('\n').Length.ShouldBeLessThan(80);
        Unpack(Whole.Files);
        Script().Exit.ShouldBe(0, Script().Said);
    }

    [Test]
    public void The_script_agrees_with_proofs_of_logs_of_every_small_size()
    {
        // Only the tree is looked at here: the script's last step is what changes with every case, and it is tested above.
        var script = Encoding.UTF8.GetString(Whole.Files[BundleFiles.Script].Span);
        var climb = script[..script.IndexOf("signed=", StringComparison.Ordinal)];
        var tests = new StringBuilder(climb);
        for (var size = 1; size <= 9; size++)
        {
            var leaves = Enumerable.Range(0, size).Select(index => MerkleHash.OfLeaf([(byte)index])).ToList();
            var tail = LogTail.Empty.Append(leaves).Tail;
            for (var index = 0; index < size; index++)
            {
                var proof = InclusionProof.Prove(index, size, tail, _ => throw new InvalidOperationException());
                tests.Append(null, $"printf '{string.Concat(proof.Select(hash => hash + "\\n"))}' >\"$work/siblings\"\n");
                tests.Append(null, $"climb {leaves[index]} {index} {size}\n[ \"$hash\" = {tail.Root()} ] || fail '{index} of {size}'\n");
            }
        }

        _folder.Write(tests.ToString(), "all.sh");
        var (exit, said) = Run("sh", "all.sh");
        exit.ShouldBe(0, said);
    }

    [Test]
    public void The_script_fails_on_a_changed_entry_proof_root_index_size_key_or_signature()
    {
        foreach (var side in new[] { "sender", "recipient" })
        {
            var (entry, proof) = (Text($"{side}.entry"), Text($"{side}.tlog-proof"));
            var lines = proof.Split('\n');
            var root = lines.ToList().FindIndex(line => line.EndsWith("/audit", StringComparison.Ordinal)) + 2;
            Fails($"{side}.entry", entry.Replace("\"v\":1", "\"v\":2"));
            Fails($"{side}.entry", entry + "\n");
            Fails($"{side}.tlog-proof", With(lines, 0, "c2sp.org/tlog-proof@v2"));
            Fails($"{side}.tlog-proof", With(lines, 1, "index 0"));
            Fails($"{side}.tlog-proof", With(lines, 1, "index 99"));
            Fails($"{side}.tlog-proof", With(lines, 1, "index x"));
            Fails($"{side}.tlog-proof", With(lines, 1, ""));
            Fails($"{side}.tlog-proof", With(lines, 2, MerkleHash.OfEmpty.ToString()));
            Fails($"{side}.tlog-proof", With(lines, 2, lines[2] + "\n" + lines[2]));
            Fails($"{side}.tlog-proof", string.Join('\n', lines.Where((_, index) => index != 2)));
            Fails($"{side}.tlog-proof", With(lines, root - 1, "8"));
            Fails($"{side}.tlog-proof", With(lines, root, MerkleHash.OfEmpty.ToString()));
            Fails($"{side}.tlog-proof", With(lines, root - 2, "other.exchange/audit"));
            Fails($"{side}.tlog-proof", With(lines, root + 2, lines[root + 3]));
            Fails($"{side}-log.pub.pem", Text(side == "sender" ? "recipient-log.pub.pem" : "sender-log.pub.pem"));
        }

        Fails(BundleFiles.Signature, "another signature");
        // Both logs' own hash of a leaf is what is proved: a node of the tree does not pass for an entry.
        Fails(BundleFiles.JudgedEntry, "");
    }

    [Test]
    public void The_script_fails_on_a_hash_that_is_written_another_way_or_does_not_end_its_line()
    {
        var lines = Text(BundleFiles.JudgedProof).Split('\n');
        // 32 bytes leave two bits of the last character unused.
        var last = lines[2][42];
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        Fails(BundleFiles.JudgedProof, With(lines, 2, lines[2][..42] + alphabet[alphabet.IndexOf(last) + 1] + "="));
        Fails(BundleFiles.JudgedProof, With(lines, 2, lines[2] + " "), mayHold: true);
        Fails(BundleFiles.JudgedProof, With(lines, 2, lines[2] + "AA=="));
    }

    private static string Text(string name) => Encoding.UTF8.GetString(Whole.Files[name].Span);

    private static string With(string[] lines, int index, string line) =>
        string.Join('\n', [.. lines[..index], line, .. lines[(index + 1)..]]);

    // White space at a line's end is not part of a hash for the shell; the program itself takes no such file.
    private void Fails(string name, string content, bool mayHold = false)
    {
        Unpack(TestBundle.With(Whole.Files, name, Encoding.UTF8.GetBytes(content)));
        var (exit, said) = Script();
        if (!mayHold)
            exit.ShouldNotBe(0, $"{name}: {said}");
        if (exit != 0)
            said.ShouldContain("FAILED");
    }

    // The commands between the fences, one block after the other, as they stand.
    private string? RunGuide(TestBundle bundle) => RunGuide(bundle.Files);

    private string? RunGuide(SortedDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var guide = Encoding.UTF8.GetString(files[BundleFiles.Guide].Span);
        var blocks = Fenced().Matches(guide).Select(match => match.Groups[1].Value).ToList();
        blocks.Count.ShouldBe(8);
        _folder.Write("set -e\n" + string.Concat(blocks), "guide.sh");
        var (exit, said) = Run("sh", _folder.In("guide.sh"));
        TestContext.Out.WriteLine(said);
        return exit == 0 ? said : null;
    }

    private void Unpack(SortedDictionary<string, ReadOnlyMemory<byte>> files)
    {
        foreach (var (name, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.In(name))!);
            File.WriteAllBytes(_folder.In(name), content.ToArray());
        }
    }

    private (int Exit, string Said) Script() => Run("sh", BundleFiles.Script);

    private (int Exit, string Said) Run(string program, string script)
    {
        var start = new ProcessStartInfo(program, [script])
        {
            WorkingDirectory = _folder.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    [GeneratedRegex("^```\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
