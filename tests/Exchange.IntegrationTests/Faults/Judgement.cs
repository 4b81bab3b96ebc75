using Exchange.Cli;
using Exchange.Cli.Demo;
using Exchange.Cli.Ledger;
using Exchange.Ledger.Comparison;
using Exchange.Ledger.Entries;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;

namespace Exchange.IntegrationTests.Faults;

/// <summary>
/// Holds what the client was told, what each party recorded and what each log proves against each other: nothing lost, nothing twice.
/// </summary>
internal sealed class Judgement(FaultStage stage)
{
    // What a log of two parties that understand each other has entries of.
    private static readonly string[] Expected =
    [
        LedgerEvents.PartyImported,
        LedgerEvents.GrantIssued,
        LedgerEvents.GrantAccepted,
        LedgerEvents.GatewayStarted,
        LedgerEvents.SettingsChanged,
        LedgerEvents.KeyMade,
        LedgerEvents.PersonAdded,
        LedgerEvents.DatabaseMigrated,
        LedgerEvents.LedgerRead,
        LedgerEvents.MessageSent,
        LedgerEvents.MessageDelivered,
        LedgerEvents.MessageAccepted,
    ];

    private readonly List<Guid> _requests = [.. stage.Client.Taken.Values];

    public async Task PassAsync()
    {
        foreach (var party in stage.Parties)
            Record(stage.Record(party), party.Name.Value);
        Keys(stage.Record(stage.Asker));
        await LogsAsync();
        foreach (var party in stage.Parties)
            (await stage.Access(party).CountAsync("dead-letters")).ShouldBe(0u, $"dead letters of {party.Name}");
    }

    private static void Record(PartyRecord record, string party)
    {
        foreach (var (query, what) in Nothing)
            record.Texts(query).ShouldBeEmpty($"{party}: {what}");
    }

    private static IEnumerable<(string Query, string What)> Nothing =>
        [
            (
                "SELECT message_id || ' ' || kind || ' ' || outgoing || ' ' || COALESCE(CAST(code AS TEXT), 'no code') FROM "
                    + "messages WHERE code IS NULL OR code <> 100",
                "not accepted"
            ),
            ("SELECT message_id FROM outbox WHERE settled_at IS NULL AND NOT link", "still in the outbox"),
            ("SELECT body FROM events", "an event that was not consumed"),
            ("SELECT reason FROM deferred", "deferred"),
            ("SELECT code || ' ' || times FROM quarantine", "in quarantine"),
            ("SELECT alarm FROM alarms", "an alarm"),
            ("SELECT suspended FROM links WHERE suspended IS NOT NULL", "suspended"),
            ("SELECT exchange_id FROM messages GROUP BY exchange_id, outgoing HAVING COUNT(*) <> MAX(sequence)", "a gap in the sequence"),
        ];

    // The client's own account: what each key has made is what it was told.
    private void Keys(PartyRecord asker)
    {
        var recorded = asker.Rows("SELECT key, message_id FROM idempotency", row => (Key: row.GetString(0), Message: row.GetString(1)));
        recorded
            .ToDictionary(row => row.Key, row => Guid.Parse(row.Message))
            .ShouldBe(stage.Client.Taken.ToDictionary(taken => $"api:{stage.Actor}:{taken.Key}", taken => taken.Value), ignoreOrder: true);
        _requests.ShouldBeUnique();
    }

    private async Task LogsAsync()
    {
        var asker = await LogAsync(stage.Asker, stage.Answerer);
        var answerer = await LogAsync(stage.Answerer, stage.Asker);
        LogComparison.Of(stage.Asker.Name, asker, stage.Answerer.Name, answerer).Findings.ShouldBeEmpty();

        Messages(asker, LedgerEvents.MessageSent, CaseKinds.Request).ShouldBe(_requests, ignoreOrder: true);
        Messages(answerer, LedgerEvents.MessageAccepted, CaseKinds.Request).ShouldBe(_requests, ignoreOrder: true);
        Messages(asker, LedgerEvents.MessageDelivered, CaseKinds.Request).ShouldBe(_requests, ignoreOrder: true);

        var answers = Of(answerer, LedgerEvents.MessageSent, CaseKinds.Acknowledgement);
        answers.Select(leaf => leaf.ExchangeId!.Value).ShouldBe(_requests, ignoreOrder: true, "one acknowledgement for each request");
        var acknowledgements = answers.Select(leaf => leaf.MessageId!.Value).ToList();
        Messages(asker, LedgerEvents.MessageAccepted, CaseKinds.Acknowledgement).ShouldBe(acknowledgements, ignoreOrder: true);
        Messages(answerer, LedgerEvents.MessageDelivered, CaseKinds.Acknowledgement).ShouldBe(acknowledgements, ignoreOrder: true);
    }

    private static async Task<IReadOnlyList<LedgerLeaf>> LogAsync(DemoParty party, DemoParty other)
    {
        using var gateway = party.Connect();
        var reader = new LedgerReader(gateway, party.Card, [other.Card]) { KeepsEntries = true };
        (await reader.VerifyAsync(WorkProgress.None, CancellationToken.None)).Faults.ShouldBeEmpty($"the log of {party.Name}");
        reader
            .Entries.Select(leaf => leaf.Event)
            .Except(Expected)
            .ShouldBeEmpty($"entries in the log of {party.Name} that nothing gave reason for");
        return reader.Entries;
    }

    private static List<LedgerLeaf> Of(IReadOnlyList<LedgerLeaf> log, string @event, MessageKind kind) =>
        [.. log.Where(leaf => leaf.Event == @event && leaf.Kind == kind.Code)];

    private static List<Guid> Messages(IReadOnlyList<LedgerLeaf> log, string @event, MessageKind kind) =>
        [.. Of(log, @event, kind).Select(leaf => leaf.MessageId!.Value)];
}
