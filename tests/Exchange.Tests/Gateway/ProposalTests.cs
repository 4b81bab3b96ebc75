using System.Diagnostics;
using System.Diagnostics.Metrics;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Protocol.Life;

namespace Exchange.Tests.Gateway;

/// <summary>What is told of a proposal beside what it records.</summary>
internal sealed class ProposalTests
{
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start() => _gateway = TestGateway.Start();

    [TearDown]
    public async Task End() => await _gateway.DisposeAsync();

    [Test]
    public async Task An_entry_names_who_proposed_it_unless_it_names_another()
    {
        await _gateway
            .Part<JournalWriter>()
            .ProposeAsync(new("test.actors", "auditor"), transaction =>
            {
                transaction.Append(Started());
                transaction.Append(Started() with { Actor = ProposalHeader.Operator });
            });
        await _gateway.Part<JournalWriter>().ProposeAsync("test.actors", transaction => transaction.Append(Started()));

        Actors().ShouldBe(["auditor", "operator", "gateway"]);
    }

    [Test]
    public async Task A_proposal_is_an_activity_of_whoever_proposed_it_and_is_counted_by_its_outcome()
    {
        using var caller = new ActivitySource("test.caller");
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Proposal.Telemetry or "test.caller",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.OperationName.StartsWith("test.", StringComparison.Ordinal))
                    activities.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var outcomes = new List<string>();
        using var meter = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter.Name == Proposal.Telemetry)
                    it.EnableMeasurementEvents(instrument);
            },
        };
        meter.SetMeasurementEventCallback<long>(
            (_, count, tags, _) =>
            {
                if (Tag(tags, "name").StartsWith("test.", StringComparison.Ordinal))
                    outcomes.Add($"{Tag(tags, "name")} {Tag(tags, "outcome")} {count}");
            }
        );
        meter.Start();

        using (caller.StartActivity("test.request"))
        {
            await _gateway.Part<JournalWriter>().ProposeAsync(new("test.kept", "auditor"), transaction => transaction.Append(Started()));
            await Should.ThrowAsync<InvalidOperationException>(() =>
                _gateway.Part<JournalWriter>().ProposeAsync("test.lost", _ => throw new InvalidOperationException())
            );
        }

        // One that throws is run again, alone.
        activities.Select(activity => activity.OperationName).ShouldBe(["test.kept", "test.lost", "test.lost", "test.request"]);
        activities
            .Take(3)
            .ShouldAllBe(activity => activity.TraceId == activities[3].TraceId && activity.ParentSpanId == activities[3].SpanId);
        activities[0].GetTagItem("exchange.actor").ShouldBe("auditor");
        outcomes.ShouldBe(["test.kept recorded 1", "test.lost refused 1"]);
    }

    private static LeafDraft Started() => new(LedgerEvents.GatewayStarted) { Detail = new() { ["version"] = "0" } };

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key == name)
                return (string)value!;
        }

        return "";
    }

    private List<string> Actors()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return
        [
            .. sql.Query("SELECT leaf FROM entries ORDER BY \"index\"", row => LedgerLeaf.Read(row.GetFieldValue<byte[]>(0)).OrThrow())
                .Where(leaf => leaf.Event == LedgerEvents.GatewayStarted)
                .Select(leaf => leaf.Actor),
        ];
    }
}
