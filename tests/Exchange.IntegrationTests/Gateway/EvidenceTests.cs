using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Exchange.Cli;
using Exchange.Cli.Gateway;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Evidence;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Sealing;
using Exchange.Sealing.Keys;
using Exchange.Tests;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>Evidence of a message between two real gateways, as an officer and an auditor take it and as a court reads it.</summary>
internal sealed class EvidenceTests
{
    private readonly Canary _canary = Canary.New();
    private string _folder = "";
    private SubmittedView _request = null!;

    private static Country Asker => TwoCountries.Asker;

    private static Country Answerer => TwoCountries.Answerer;

    [OneTimeSetUp]
    public async Task Exchange()
    {
        await TwoCountries.StartAsync();
        _folder = Directory.CreateTempSubdirectory("exchange-evidence-").FullName;
        _request = await Asker.SubmitAsync(Texts.RequestWith(root => root["body"]!["facts"] = $"It says {_canary.Text} here."));
        await Asker.DeliveredAsync(_request.MessageId);
        await TwoCountries.BecomeQuietAsync();
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_sender_takes_a_bundle_with_content_which_is_plaintext_and_says_so()
    {
        var (run, file) = await ExportAsync(Asker, "whole.zip");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("PLAINTEXT");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _canary.IsIn(File.ReadAllBytes(file)).ShouldBeTrue();
        var verified = await VerifyAsync(file);
        verified.Output.ShouldContain("BGD recorded it as sent");
        verified.Output.ShouldContain("MYS recorded it as accepted");
        ShouldBeRecorded(Asker, file, await Asker.ActorAsync());
    }

    [Test]
    public async Task A_bundle_without_content_proves_the_same_and_holds_no_word_of_it()
    {
        var (run, file) = await ExportAsync(Asker, "bare.zip", "--without-content", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldNotContain("PLAINTEXT");
        ((string)JsonNode.Parse(run.Output)!["digest"]!).ShouldBe(Digest.Of(File.ReadAllBytes(file)).ToString());
        var unpacked = Path.Combine(_folder, "bare");
        ZipFile.ExtractToDirectory(file, unpacked);
        _canary.FilesIn(unpacked).ShouldBeEmpty();
        File.Exists(Path.Combine(unpacked, BundleFiles.Message)).ShouldBeFalse();
        (await VerifyAsync(file)).Output.ShouldContain("What the message says: its content was left out.");
        ShouldBeCounted(Asker, await Asker.ActorAsync());
    }

    [Test]
    public async Task The_recipient_takes_a_bundle_of_its_own_entry_and_the_senders_signature()
    {
        var (run, file) = await ExportAsync(Answerer, "received.zip");

        run.ExitCode.ShouldBe(0, run.Error);
        var verified = await VerifyAsync(file);
        verified.Output.ShouldContain("was signed by BGD");
        verified.Output.ShouldContain("MYS recorded it as accepted");
        verified.Output.ShouldContain("That the ledger of BGD records it as sent: the recipient made the bundle");
        ShouldBeRecorded(Answerer, file, await Answerer.ActorAsync());
    }

    [Test]
    public async Task An_auditor_has_a_bundle_without_content_alone_and_is_recorded_either_way()
    {
        var token = await Asker.AuditorKeyAsync();
        using var door = new Door(Asker.Party.Home, token);
        var auditor = (await door.GetAsync("sessions/current")).As<CallerView>().Actor;
        (await door.PostAsync($"messages/{_request.MessageId}/evidence?content=true", "")).ShouldBeProblem(
            HttpStatusCode.Forbidden,
            "forbidden"
        );
        Asker
            .Rows.Count($"entries WHERE CAST(leaf AS TEXT) LIKE '%\"event\":\"access-denied\"%\"actor\":\"{auditor}\"%'")
            .ShouldBeGreaterThan(0);

        using var client = new GatewayClient(GatewayAddress.Of(Asker.Party.Home) with { Token = token });
        var bundle = await client.PostForFileAsync(
            $"api/v1/messages/{_request.MessageId}/evidence?content=false",
            BundleArchive.MaximumSize,
            CancellationToken.None
        );
        _canary.IsIn(bundle).ShouldBeFalse();
        var file = Path.Combine(_folder, "audited.zip");
        File.WriteAllBytes(file, bundle);
        await VerifyAsync(file);
        ShouldBeCounted(Asker, auditor);
    }

    [Test]
    public async Task Whether_with_content_must_be_said_and_the_message_must_be_there()
    {
        (await Asker.Door.PostAsync($"messages/{_request.MessageId}/evidence", "")).ShouldBeProblem(
            HttpStatusCode.BadRequest,
            "bad-request"
        );
        (await Asker.Door.PostAsync($"messages/{_request.MessageId}/evidence?content=perhaps", "")).ShouldBeProblem(
            HttpStatusCode.BadRequest,
            "bad-request"
        );
        (await Asker.Door.PostAsync($"messages/{MessageId.New(TimeProvider.System)}/evidence?content=true", "")).ShouldBeProblem(
            HttpStatusCode.NotFound,
            "not-found"
        );
        using var stranger = new Door(Asker.Party.Home, token: null);
        (await stranger.PostAsync($"messages/{_request.MessageId}/evidence?content=false", "")).ShouldBeProblem(
            HttpStatusCode.Unauthorized,
            "unauthenticated"
        );
    }

    [Test]
    public async Task A_message_that_is_not_there_leaves_no_file()
    {
        var file = Path.Combine(_folder, "nothing.zip");
        var run = await CommandLine.RunAsync(
            "evidence",
            "export",
            MessageId.New(TimeProvider.System).ToString(),
            "--out",
            file,
            "--home",
            Asker.Party.Home.Folder
        );
        run.ExitCode.ShouldBe((int)ExitCode.Refused);
        File.Exists(file).ShouldBeFalse();
    }

    [Test]
    public async Task The_bundles_own_script_verifies_it_with_openssl_alone()
    {
        var (_, file) = await ExportAsync(Asker, "court.zip");
        var unpacked = Path.Combine(_folder, "court");
        ZipFile.ExtractToDirectory(file, unpacked);
        var run = await Program.RunAsync("sh", Path.Combine(unpacked, BundleFiles.Script));
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("holds: sender.entry");
        run.Output.ShouldContain("holds: recipient.entry");
    }

    private async Task<(ProgramRun Run, string File)> ExportAsync(Country country, string name, params string[] options)
    {
        var file = Path.Combine(_folder, name);
        return (
            await CommandLine.RunAsync([
                "evidence",
                "export",
                _request.MessageId.ToString(),
                "--out",
                file,
                "--home",
                country.Party.Home.Folder,
                "--for",
                country.Name,
                .. options,
            ]),
            file
        );
    }

    private static async Task<ProgramRun> VerifyAsync(string file)
    {
        var run = await CommandLine.RunAsync(
            "evidence",
            "verify",
            file,
            "--card",
            Asker.Party.Home.CardFile,
            "--card",
            Answerer.Party.Home.CardFile
        );
        run.ExitCode.ShouldBe(0, run.Error);
        new EvidenceVerification(NoteSignatures.Verify, KeptSignature.Judge)
            .Verify(BundleArchive.Read(File.ReadAllBytes(file)).Files)
            .Faults.ShouldBeEmpty();
        return run;
    }

    // The entry is there before the bundle is: it names the bundle by its digest, which is the same for whoever asks.
    private void ShouldBeRecorded(Country country, string file, string actor)
    {
        var digest = Digest.Of(File.ReadAllBytes(file));
        var leaf = LedgerLeaf
            .Read(
                country.Rows.Scalar<byte[]>(
                    $"SELECT leaf FROM entries WHERE CAST(leaf AS TEXT) LIKE '%\"actor\":\"{actor}\"%\"bundle\":\"{digest}\"%'"
                )
            )
            .OrThrow();
        (leaf.Event, leaf.Actor, leaf.MessageId).ShouldBe((LedgerEvents.EvidenceExported, actor, _request.MessageId));
        ((bool)leaf.Detail!["content"]!).ShouldBeTrue();
    }

    private static void ShouldBeCounted(Country country, string actor) =>
        country
            .Rows.Count($"entries WHERE CAST(leaf AS TEXT) LIKE '%\"event\":\"ledger-read\"%\"actor\":\"{actor}\"%\"what\":\"evidence\"%'")
            .ShouldBeGreaterThan(0);
}
