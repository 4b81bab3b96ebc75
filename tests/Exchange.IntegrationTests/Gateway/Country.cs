using System.Net;
using Exchange.Cli.Demo;
using Exchange.Cli.Gateway;
using Exchange.Cli.Ledger;
using Exchange.IntegrationTests.Broker;
using Exchange.Protocol.Api;
using Exchange.Sealing.Keys;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>One side: its API as another program sees it and as the command line does, and its database, read-only.</summary>
internal sealed class Country(DemoParty party) : IDisposable
{
    // Counted at one moment: an event ends with the message that it causes.
    private const string Unsettled =
        "SELECT (SELECT COUNT(*) FROM messages WHERE outgoing = 1 AND code IS NULL) + (SELECT COUNT(*) FROM events)";

    public DemoParty Party => party;

    public string Name => party.Name.Value;

    public Door Door { get; } = new(party.Home, File.ReadAllText(party.Home.TokenFile).Trim());

    public GatewayClient Client { get; } = party.Connect();

    public Rows Rows { get; } = new(party.Home.DatabaseFile);

    /// <summary>Who works here, as the ledger names it.</summary>
    public async Task<string> ActorAsync() => (await Client.GetAsync<CallerView>("api/v1/sessions/current", CancellationToken.None)).Actor;

    /// <summary>A file with the key of an auditor.</summary>
    public async Task<string> AuditorKeyFileAsync()
    {
        var file = Path.Combine(party.Home.Folder, "auditor.key");
        if (File.Exists(file))
            return file;
        var made = await Client.CallAsync<NewKeyView>(
            HttpMethod.Post,
            "api/v1/keys",
            new NewKey("auditor", [Role.Auditor]),
            CancellationToken.None
        );
        OwnFile.Write(file, made.Key!);
        return file;
    }

    public async Task<string> AuditorKeyAsync() => await File.ReadAllTextAsync(await AuditorKeyFileAsync());

    /// <summary>Submits a request that must be taken.</summary>
    public async Task<SubmittedView> SubmitAsync(string json)
    {
        var answer = await Door.PostAsync("messages", json);
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        return answer.As<SubmittedView>();
    }

    /// <summary>Waits for a message's receipt, and gives the message as it then is.</summary>
    public async Task<MessageView> DeliveredAsync(Guid messageId)
    {
        await Eventually.IsAsync("delivered", async () => (await ReadAsync(messageId)).Transport);
        return await ReadAsync(messageId);
    }

    /// <summary>The message with its content; that it was opened is in the log.</summary>
    public Task<MessageView> OpenAsync(Guid messageId) =>
        Client.GetAsync<MessageView>($"api/v1/messages/{messageId}/content", CancellationToken.None);

    public Task<MessageView> ReadAsync(Guid messageId) =>
        Client.GetAsync<MessageView>($"api/v1/messages/{messageId}", CancellationToken.None);

    public Task<ExchangeView> ExchangeAsync(Guid exchangeId) =>
        Client.GetAsync<ExchangeView>($"api/v1/exchanges/{exchangeId}", CancellationToken.None);

    /// <summary>Reads this side's whole log and verifies it with the cards of both.</summary>
    public LedgerReader Ledger(Country other) => new(Client, party.Card, [other.Party.Card]) { KeepsEntries = true };

    /// <summary>Waits until nothing of it waits for a receipt, or for the policy that acknowledges.</summary>
    public Task SettleAsync() => Eventually.IsAsync(0L, () => Task.FromResult(Rows.Scalar<long>(Unsettled)));

    public void Dispose()
    {
        Door.Dispose();
        Client.Dispose();
    }
}
