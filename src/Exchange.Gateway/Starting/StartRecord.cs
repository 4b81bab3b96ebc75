using System.Reflection;
using System.Text;
using System.Text.Json;
using Exchange.Gateway.Api;
using Exchange.Gateway.Issuing;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Starting;

/// <summary>
/// Enters, at each start, what was done to a gateway since the one before: settings or tokens changed, cards and grants put there,
/// taken away or revoked, a new schema. Each once: the database remembers what our log was last told. What a log in doubt cannot take is entered when it is believed.
/// </summary>
internal sealed class StartRecord(
    GatewaySettings settings, GatewayHome home, OwnParty own, OwnCardFile ownCard, ApiTokens tokens, Database database, LogBook log, JournalWriter journal, TimeProvider clock,
    ILogger<StartRecord> logger) : BackgroundService
{
    private const string Settings = "settings";
    private const string Schema = "schema";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private volatile bool _isDue;

    /// <summary>Enters this start, or lets it wait for a log that is believed.</summary>
    public async Task EnterAsync()
    {
        // Not an entry: what a card of ours has signed is proved by it after the next one is in force, whatever is doubted now.
        await journal.ProposeAsync("card.keep", KeepOwnCard);
        _isDue = !await TryEnterAsync();
        if (_isDue)
            logger.LogError("This start is recorded when the ledger is resumed");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenTries, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await EnterWhatIsDueAsync();
    }

    /// <summary>Enters a start that had to wait, if the log is believed now.</summary>
    internal async Task EnterWhatIsDueAsync()
    {
        if (!_isDue || log.Doubt is not null)
            return;
        try
        {
            _isDue = !await TryEnterAsync();
        }
        catch (Exception exception)
        {
            // Whatever it is, such as a file of a grant that cannot be read: no reason to stop a gateway that runs.
            logger.LogError(Trace.Of(exception), "This start could not be entered; it is tried again: {Reason}", exception.Message);
        }
    }

    private async Task<bool> TryEnterAsync()
    {
        var changed = SettingsText.Of(settings, [.. tokens.Digests, ("Card", Digest.Of(ownCard.Bytes).ToString()), ("Counterparts", DigestOf(home.Counterparts)), ("Issued", DigestOf(home.Issued))]);
        var schema = Digest.Of(Encoding.UTF8.GetBytes(string.Join('\n', database.Migrations()))).ToString();
        var issued = IssuedGrant.Readable(home);
        try
        {
            await journal.ProposeAsync(new("start.record", ProposalHeader.Operator), transaction =>
            {
                EnterSettings(transaction, changed);
                EnterOnce(transaction, Schema, schema, new LeafDraft(LedgerEvents.DatabaseMigrated) { Detail = new() { ["schema"] = schema } });
                foreach (var grant in issued)
                    EnterGrant(transaction, grant);
                transaction.Append(new LeafDraft(LedgerEvents.GatewayStarted) { Actor = ProposalHeader.Gateway, Detail = new() { ["version"] = Version } });
            });
            return true;
        }
        catch (LogInDoubtException)
        {
            return false;
        }
    }

    private static string Version => typeof(StartRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    // Of the names and the content of all files in a folder.
    private static string DigestOf(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        return Digest.Of(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{Path.GetFileName(file)} {Digest.Of(File.ReadAllBytes(file))}\n")))).ToString();
    }

    private void KeepOwnCard(JournalTransaction transaction) => CardTable.Keep(transaction.Sql, own.Card, ownCard.Bytes, transaction.Now);

    private static void EnterSettings(JournalTransaction transaction, string text)
    {
        var before = JournalTable.Recorded(transaction.Sql, Settings);
        if (before == text)
            return;
        JournalTable.Record(transaction.Sql, Settings, text);
        transaction.Append(new LeafDraft(LedgerEvents.SettingsChanged)
        {
            Detail = new()
            {
                ["settings"] = Digest.Of(Encoding.UTF8.GetBytes(text)).ToString(),
                ["changed"] = JsonSerializer.SerializeToNode(SettingsText.Changed(before, text), ProtocolJson.Options),
            },
        });
    }

    private static void EnterOnce(JournalTransaction transaction, string name, string value, LeafDraft draft)
    {
        if (JournalTable.Recorded(transaction.Sql, name) == value)
            return;
        JournalTable.Record(transaction.Sql, name, value);
        transaction.Append(draft);
    }

    // The card is the one with which this gateway runs: what was revoked after its start waits for the next.
    private void EnterGrant(JournalTransaction transaction, IssuedGrant issued)
    {
        Enter("issued", LedgerEvents.GrantIssued);
        if (own.Card.HasRevoked(issued.Grant.Certificate))
            Enter("revoked", LedgerEvents.GrantRevoked);

        void Enter(string what, string @event) => EnterOnce(transaction, $"{what}:{issued.Digest}", issued.Grant.For.Value,
            new LeafDraft(@event) { Counterpart = issued.Grant.For, Detail = new() { ["grant"] = issued.Digest } });
    }
}
