using System.Net;
using System.Text.Json.Nodes;
using Exchange.Cli;
using Exchange.Cli.Evidence;
using Exchange.Cli.Gateway;
using Exchange.Ledger.Evidence;
using Exchange.Tests.Evidence;

namespace Exchange.Tests.Cli;

/// <summary>The verbs as a person meets them: what they say, what they leave, and what they end with.</summary>
internal sealed class EvidenceVerbTests
{
    private static readonly TestBundle Whole = new();
    private static readonly Guid Id = Guid.CreateVersion7(TestBundle.Time);

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task A_bundle_that_holds_is_told_in_sentences_with_what_it_does_not_prove()
    {
        var run = await CommandRun.OfAsync("evidence", "verify", Save(BundleArchive.Write(Whole.Files)));
        run.ExitCode.ShouldBe(0, run.Progress);
        run.Output.ShouldContain("verified");
        run.Output.ShouldContain("was signed by MYS");
        run.Output.ShouldContain("Not proved:");
        run.Output.ShouldContain(TestBundle.Recipient.Card.Fingerprint);
        run.Progress.ShouldBeEmpty();
    }

    [Test]
    public async Task The_same_as_a_document()
    {
        var (own, theirs) = (
            Save(TestBundle.Sender.Card.Bytes.ToArray(), "MYS.json"),
            Save(TestBundle.Recipient.Card.Bytes.ToArray(), "BGD.json")
        );
        var run = await CommandRun.OfAsync(
            "evidence",
            "verify",
            Save(BundleArchive.Write(Whole.Files)),
            "--card",
            own,
            "--card",
            theirs,
            "--json"
        );
        run.ExitCode.ShouldBe(0, run.Progress);
        var document = JsonNode.Parse(run.Output)!;
        ((bool)document["verified"]!).ShouldBeTrue();
        ((string)document["sender"]!).ShouldBe("MYS");
        ((long)document["sent"]!["index"]!).ShouldBe(4);
        ((long)document["judged"]!["checkpoint"]!["size"]!).ShouldBe(7);
        ((string)document["judged"]!["checkpoint"]!["cosignedBy"]!).ShouldBe("MYS");
        document["cards"]!.AsArray().ShouldAllBe(card => (bool)card!["given"]!);
        document["notProved"]!.AsArray().Count.ShouldBe(4);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_bundle_that_does_not_hold_ends_with_four_and_names_the_file(bool json)
    {
        var changed = Whole.Files[BundleFiles.Message].ToArray();
        changed[100] ^= 1;
        var file = Save(
            BundleArchive.Write(
                new SortedDictionary<string, ReadOnlyMemory<byte>>(Whole.Files, StringComparer.Ordinal) { [BundleFiles.Message] = changed }
            )
        );
        var run = await CommandRun.OfAsync(json ? ["evidence", "verify", file, "--json"] : ["evidence", "verify", file]);
        run.ExitCode.ShouldBe((int)ExitCode.VerificationFailed);
        run.Output.ShouldBeEmpty();
        run.Progress.ShouldContain("message.json does not match its digest in SHA256SUMS.");
        run.Progress.ShouldNotContain("   at ");
    }

    [Test]
    public async Task A_bundle_with_a_file_too_many_ends_with_four()
    {
        var files = TestBundle.With(Whole.Files, "../escape", [1]);
        var run = await CommandRun.OfAsync("evidence", "verify", Save(BundleArchive.Write(files)));
        run.ExitCode.ShouldBe((int)ExitCode.VerificationFailed);
        run.Progress.ShouldContain("There is a file that does not belong to a bundle: ../escape.");
    }

    [Test]
    public async Task What_is_no_bundle_ends_with_two()
    {
        foreach (
            var other in new byte[][] { [], [1, 2, 3], BundleArchive.Write(Whole.Files)[..^30], new byte[BundleArchive.MaximumSize + 1] }
        )
        {
            var run = await CommandRun.OfAsync("evidence", "verify", Save(other));
            run.ExitCode.ShouldBe((int)ExitCode.Usage);
            run.Progress.ShouldContain("is not a bundle of evidence");
        }

        (await CommandRun.OfAsync("evidence", "verify", _folder.In("nothing.zip"))).ExitCode.ShouldBe((int)ExitCode.Usage);
        (await CommandRun.OfAsync("evidence", "verify", _folder.Folder)).ExitCode.ShouldBe((int)ExitCode.Usage);
    }

    [Test]
    public async Task A_file_that_is_there_is_never_written_over_and_nothing_is_asked_for()
    {
        var file = Save([1]);
        var run = await CommandRun.OfAsync("evidence", "export", Id.ToString(), "--out", file);
        run.ExitCode.ShouldBe((int)ExitCode.Usage);
        run.Progress.ShouldContain("already exists");
        (await CommandRun.OfAsync("evidence", "export", Id.ToString(), "--out", _folder.In("no", "folder.zip"))).Progress.ShouldContain(
            "There is no folder"
        );
        File.ReadAllBytes(file).ShouldBe([1]);
        Directory.EnumerateFiles(_folder.Folder).ShouldBe([file]);
    }

    [Test]
    public async Task What_a_desktop_has_left_in_a_bundle_is_named_and_the_bundle_verified()
    {
        string[] litter = [".DS_Store", "cards/Thumbs.db", "desktop.ini", "__MACOSX/._message.json"];
        var files = new SortedDictionary<string, ReadOnlyMemory<byte>>(Whole.Files, StringComparer.Ordinal);
        foreach (var name in litter)
            files.Add(name, new byte[100]);

        var run = await CommandRun.OfAsync("evidence", "verify", Save(BundleArchive.Write(files)), "--json");

        run.ExitCode.ShouldBe(0, run.Progress);
        JsonNode.Parse(run.Output)!["aliens"]!.AsArray().Select(name => (string)name!).ShouldBe(litter, ignoreOrder: true);
        foreach (var name in litter)
            run.Progress.ShouldContain($"WARNING: {name} is no part of the bundle");
    }

    [TestCase("../.DS_Store")]
    [TestCase("/.DS_Store")]
    [TestCase("cards/../._x")]
    [TestCase("._x\u001b[2J")]
    public async Task Litter_that_would_be_unpacked_elsewhere_or_has_another_name_than_is_shown_is_refused(string name)
    {
        var run = await CommandRun.OfAsync("evidence", "verify", Save(BundleArchive.Write(TestBundle.With(Whole.Files, name, [1]))));
        run.ExitCode.ShouldBe((int)ExitCode.VerificationFailed);
        run.Progress.ShouldContain("There is a file that does not belong to a bundle");
    }

    [Test]
    public async Task What_is_not_cosigned_yet_is_waited_for_with_one_word()
    {
        var said = new List<string>();
        var asked = 0;
        var bundle = await WaitAsync(said.Add, () =>
            ++asked < 4 ? Refusal("not-cosigned-yet") : new(HttpStatusCode.OK) { Content = new ByteArrayContent([7]) }
        );
        bundle.ShouldBe([7]);
        asked.ShouldBe(4);
        said.ShouldBe(["The counterpart has not cosigned our ledger that far yet; waiting up to 30 s"]);
    }

    [Test]
    public async Task What_is_not_cosigned_in_half_a_minute_is_refused()
    {
        var asked = 0;
        var failure = await Should.ThrowAsync<CommandFailedException>(() =>
            WaitAsync(
                _ => { },
                () =>
                {
                    asked++;
                    return Refusal("not-cosigned-yet");
                }
            )
        );
        failure.Code.ShouldBe(ExitCode.Refused);
        asked.ShouldBe(31);
    }

    [TestCase("no-receipt-yet")]
    [TestCase("link-suspended")]
    [TestCase("forbidden")]
    public async Task Any_other_refusal_is_not_waited_for(string code)
    {
        var asked = 0;
        var failure = await Should.ThrowAsync<CommandFailedException>(() =>
            WaitAsync(
                _ => { },
                () =>
                {
                    asked++;
                    return Refusal(code);
                }
            )
        );
        failure.Code.ShouldBe(ExitCode.Refused);
        asked.ShouldBe(1);
    }

    [Test]
    public async Task A_pipe_is_no_bundle_and_no_card_and_nobody_waits_for_it()
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", [_folder.In("pipe")]))
            await made.WaitForExitAsync();
        var bundle = Save(BundleArchive.Write(Whole.Files));
        foreach (var arguments in new[] { new[] { _folder.In("pipe") }, [bundle, "--card", _folder.In("pipe")] })
        {
            var run = await CommandRun.OfAsync(["evidence", "verify", .. arguments]).WaitAsync(TimeSpan.FromMinutes(1));
            run.ExitCode.ShouldBe((int)ExitCode.Usage);
            run.Progress.ShouldContain("it is empty, or no file at all");
        }
    }

    private string Save(byte[] bytes, string name = "evidence.zip")
    {
        File.WriteAllBytes(_folder.In(name), bytes);
        return _folder.In(name);
    }

    private static HttpResponseMessage Refusal(string code) =>
        new(HttpStatusCode.Conflict)
        {
            Content = new StringContent(
                $$"""{"title":"Conflict","detail":"Not now.","code":"{{code}}"}""",
                System.Text.Encoding.UTF8,
                "application/problem+json"
            ),
        };

    private static async Task<byte[]> WaitAsync(Action<string> say, Func<HttpResponseMessage> answer)
    {
        using var client = new GatewayClient(new("https://gateway.example", "token"), new Transport(answer));
        return await new EvidenceClient(client, new LeapingTime(), say).ExportAsync(
            Id,
            which: "",
            withContent: true,
            CancellationToken.None
        );
    }

    /// <summary>A clock that only goes when somebody waits, and then at once.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ticks += dueTime.Ticks;
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private sealed class Transport(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri!.PathAndQuery.ShouldBe($"/api/v1/messages/{Id}/evidence?content=true");
            return Task.FromResult(answer());
        }
    }
}
