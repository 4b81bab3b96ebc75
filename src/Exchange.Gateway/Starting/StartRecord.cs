using System.Reflection;
using System.Text;
using System.Text.Json;
using Exchange.Gateway.Issuing;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Starting;

/// <summary>
/// Records at each start what was changed since the last one: settings, cards, grants, revocations, the schema. Each change once:
/// the database has what was recorded last. While the ledger is suspended, the start waits to be recorded.
/// </summary>
internal sealed class StartRecord(
    GatewaySettings settings,
    GatewayHome home,
    OwnParty own,
    OwnCardFile ownCard,
    Database database,
    LogBook log,
    JournalWriter journal,
    TimeProvider clock,
    ILogger<StartRecord> logger
) : BackgroundService
{
    private const string Settings = "settings";
    private const string Schema = "schema";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private volatile bool _isDue;

    /// <summary>Records this start; if the ledger is suspended, once it is resumed.</summary>
    public async Task EnterAsync()
    {
        // Not an entry: what our card signs must be provable with it later, so it is kept even while the ledger is suspended.
        await journal.ProposeAsync("card.keep", KeepOwnCard);
        _isDue = !await TryRecordAsync();
        if (_isDue)
            logger.LogError("This start is recorded when the ledger is resumed");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenTries, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RecordWhatIsDueAsync();
    }

    /// <summary>Records a start that had to wait, if the ledger is resumed.</summary>
    internal async Task RecordWhatIsDueAsync()
    {
        if (!_isDue || log.Suspension is not null)
            return;
        try
        {
            _isDue = !await TryRecordAsync();
        }
        catch (Exception exception)
        {
            // Any fault, such as an unreadable grant file, is no reason to stop a running gateway.
            logger.LogError(Trace.Of(exception), "This start could not be recorded; it is tried again: {Reason}", exception.Message);
        }
    }

    private async Task<bool> TryRecordAsync()
    {
        var changed = SettingsText.Of(
            settings,
            [
                ("AgencyBusAuthorities", DigestOfFile(settings.AgencyBus?.TrustedAuthorities)),
                ("Card", Digest.Of(ownCard.Bytes).ToString()),
                ("Counterparts", DigestOf(home.Counterparts)),
                ("Issued", DigestOf(home.Issued)),
                ("SignInAuthorities", DigestOfFile(settings.SignIn.OpenIdConnect?.TrustedAuthorities)),
            ]
        );
        var schema = Digest.Of(Encoding.UTF8.GetBytes(string.Join('\n', database.Migrations()))).ToString();
        var issued = IssuedGrant.Readable(home);
        try
        {
            await journal.ProposeAsync(new("start.record", ProposalHeader.Operator), transaction =>
            {
                RecordSettings(transaction, changed);
                RecordOnce(
                    transaction,
                    Schema,
                    schema,
                    new LeafDraft(LedgerEvents.DatabaseMigrated) { Detail = new() { ["schema"] = schema } }
                );
                foreach (var grant in issued)
                    RecordGrant(transaction, grant);
                transaction.Append(
                    new LeafDraft(LedgerEvents.GatewayStarted)
                    {
                        Actor = ProposalHeader.Gateway,
                        Detail = new() { ["version"] = Version },
                    }
                );
            });
            return true;
        }
        catch (LedgerSuspendedException)
        {
            return false;
        }
    }

    private static string Version =>
        typeof(StartRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static string DigestOfFile(string? file) => file is null ? "" : Digest.Of(File.ReadAllBytes(file)).ToString();

    // Covers the names and the content of all files in a folder.
    private static string DigestOf(string folder)
    {
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        return Digest
            .Of(
                Encoding.UTF8.GetBytes(
                    string.Concat(files.Select(file => $"{Path.GetFileName(file)} {Digest.Of(File.ReadAllBytes(file))}\n"))
                )
            )
            .ToString();
    }

    private void KeepOwnCard(JournalTransaction transaction) => CardTable.Keep(transaction.Sql, own.Card, ownCard.Bytes, transaction.Now);

    private static void RecordSettings(JournalTransaction transaction, string text)
    {
        var before = JournalTable.Recorded(transaction.Sql, Settings);
        if (before == text)
            return;
        JournalTable.Record(transaction.Sql, Settings, text);
        transaction.Append(
            new LeafDraft(LedgerEvents.SettingsChanged)
            {
                Detail = new()
                {
                    ["settings"] = Digest.Of(Encoding.UTF8.GetBytes(text)).ToString(),
                    ["changed"] = JsonSerializer.SerializeToNode(SettingsText.Changed(before, text), ProtocolJson.Options),
                },
            }
        );
    }

    private static void RecordOnce(JournalTransaction transaction, string name, string value, LeafDraft draft)
    {
        if (JournalTable.Recorded(transaction.Sql, name) == value)
            return;
        JournalTable.Record(transaction.Sql, name, value);
        transaction.Append(draft);
    }

    // By the card with which this gateway runs: what was revoked after its start is recorded at the next one.
    private void RecordGrant(JournalTransaction transaction, IssuedGrant issued)
    {
        Enter("issued", LedgerEvents.GrantIssued);
        if (own.Card.HasRevoked(issued.Grant.Certificate))
            Enter("revoked", LedgerEvents.GrantRevoked);

        void Enter(string what, string @event) =>
            RecordOnce(
                transaction,
                $"{what}:{issued.Digest}",
                issued.Grant.For.Value,
                new LeafDraft(@event)
                {
                    Counterpart = issued.Grant.For,
                    Detail = new() { ["grant"] = issued.Digest },
                }
            );
    }
}
