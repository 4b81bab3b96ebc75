using System.Globalization;
using System.Text.Json.Nodes;
using Exchange.Cli;
using Exchange.IntegrationTests.Broker;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Sealing.Keys;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>Fifty requests at once, and what both sides have recorded of them once nothing is on its way any more.</summary>
internal sealed class TrafficTests
{
    private const int Requests = 50;

    private static readonly TimeSpan DefaultOfUrgent = TimeSpan.FromHours(8);

    private readonly List<(SubmittedView Submitted, DateTimeOffset? Asked)> _requests = [];

    private static Country Asker => TwoCountries.Asker;

    private static Country Answerer => TwoCountries.Answerer;

    [OneTimeSetUp]
    public async Task Send()
    {
        await TwoCountries.StartAsync();
        var now = TimeProvider.System.Now();
        _requests.AddRange(await Task.WhenAll(Enumerable.Range(0, Requests).Select(number => SubmitAsync(number, now))));
        await TwoCountries.BecomeQuietAsync();
    }

    [Test]
    public void Each_request_has_a_reference_of_its_own()
    {
        var references = _requests.Select(request => request.Submitted.Reference).ToList();
        references.Distinct().Count().ShouldBe(Requests);
        references.ShouldAllBe(reference => reference.StartsWith("BGD-MYS-", StringComparison.Ordinal));
    }

    [Test]
    public void Each_request_is_acknowledged_by_the_policy_exactly_once()
    {
        foreach (var (request, _) in _requests)
        {
            var ofRequest =
                $"messages WHERE exchange_id = '{MessageId.Write(request.ExchangeId)}' AND kind = 'acknowledgement' AND code = 100";
            Asker.Rows.Count($"{ofRequest} AND outgoing = 0").ShouldBe(1);
            Answerer.Rows.Count($"{ofRequest} AND outgoing = 1").ShouldBe(1);
        }

        Answerer.Rows.Count("events").ShouldBe(0);
    }

    [Test]
    public async Task The_due_time_is_the_earlier_of_asked_and_default_and_the_same_on_both_sides()
    {
        foreach (var (request, asked) in _requests)
        {
            var (ours, theirs) = (await Asker.ExchangeAsync(request.ExchangeId), await Answerer.ExchangeAsync(request.ExchangeId));
            var usual = theirs.Messages!.Single(message => message.MessageId == request.MessageId).RecordedAt + DefaultOfUrgent;
            var due = ProtocolTime.Write(asked < usual ? asked.Value : usual);
            ProtocolTime.Write(ours.State.DueAt!.Value).ShouldBe(due);
            ProtocolTime.Write(theirs.State.DueAt!.Value).ShouldBe(due);
            var acknowledgement = await Asker.OpenAsync(
                ours.Messages!.Single(message => message.Kind == CaseKinds.Acknowledgement).MessageId!.Value
            );
            ((string?)acknowledgement.Message!["body"]!["dueAt"]).ShouldBe(due);
            ((bool?)acknowledgement.Message!["body"]!["automatic"]).ShouldBe(true);
        }
    }

    [Test]
    public async Task Each_side_cosigns_the_newest_head_of_the_other()
    {
        foreach (var (country, other) in new[] { (Asker, Answerer), (Answerer, Asker) })
        {
            await Eventually.IsAsync(true, async () =>
            {
                var head = await HeadAsync(country);
                return head.Cosignatures.Any(cosignature => cosignature.Witness == other.Name && cosignature.Size == head.Size);
            });
            // The reader verifies each cosignature that the head shows with the witness's card.
            (await HeadAsync(country)).Cosignatures.ShouldHaveSingleItem();
            (await country.Ledger(other).VerifyAsync(WorkProgress.None, CancellationToken.None)).Faults.ShouldBeEmpty();
        }
    }

    [Test]
    public async Task A_cosignature_that_was_changed_does_not_hold()
    {
        await Eventually.IsAsync(true, async () => (await HeadAsync(Asker)).Cosignatures.Count > 0);
        var cosignature = (await HeadAsync(Asker)).Cosignatures[0];
        var head = CheckpointNote.ReadUnverified(cosignature.Note)!;
        Cosignature.TryReadKey(Answerer.Party.Card.Witness, out var witness).ShouldBeTrue();
        foreach (var (line, holds) in new[] { (cosignature.Line, true), (Changed(cosignature.Line), false) })
            (Cosignature.Verify(head, line, witness!, NoteSignatures.Verify) is not null).ShouldBe(holds);
    }

    [Test]
    public async Task The_command_line_verifies_both_logs()
    {
        foreach (var country in (Country[])[Asker, Answerer])
        {
            var before = country.Rows.Count("entries");
            var run = await CommandLine.RunAsync("ledger", "verify", "--json", "--home", country.Party.Home.Folder);
            run.ExitCode.ShouldBe(0, run.Error);
            ((bool?)JsonNode.Parse(run.Output)!["verified"]).ShouldBe(true);
            // That the log is read is entered in it.
            ((long?)JsonNode.Parse(run.Output)!["size"]).ShouldNotBeNull().ShouldBeInRange(before, country.Rows.Count("entries"));
        }
    }

    [Test]
    public void Nothing_is_quarantined_deferred_or_alarming()
    {
        foreach (var country in (Country[])[Asker, Answerer])
        {
            foreach (var table in new[] { "quarantine", "deferred", "alarms" })
                country.Rows.Count(table).ShouldBe(0, string.Create(CultureInfo.InvariantCulture, $"{country.Name}: {table}"));
        }
    }

    // One asks for the answer before the default, one after it, one does not say.
    private static async Task<(SubmittedView, DateTimeOffset?)> SubmitAsync(int number, DateTimeOffset now)
    {
        DateTimeOffset? asked = (number % 3) switch
        {
            0 => now + (DefaultOfUrgent / 2) + TimeSpan.FromMinutes(number),
            1 => now + (DefaultOfUrgent * 2),
            _ => null,
        };
        var json = Texts.RequestWith(root =>
        {
            if (asked is { } time)
                root["body"]!["dueAt"] = ProtocolTime.Write(time);
        });
        return (await Asker.SubmitAsync(json), asked);
    }

    private static string Changed(string line) => line[..^3] + (line[^3] == 'A' ? 'B' : 'A') + line[^2..];

    private static Task<LedgerView> HeadAsync(Country country) =>
        country.Client.GetAsync<LedgerView>("api/v1/ledger", CancellationToken.None);
}
