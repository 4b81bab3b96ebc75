using System.CommandLine;
using System.Text.Json;
using Exchange.Cli.Broker;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Parties;

/// <summary><c>party revoke</c>: revokes a counterpart's login at our broker. The gateway's program does the work, because it alone loads keys.</summary>
internal sealed class PartyRevokeVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart." };

    private readonly Option<bool> _former = new("--former") { Description = "Revoke only certificates for client keys that are no longer on its card; the present one stays valid." };

    private readonly Option<bool> _yes = new("--yes") { Description = "Confirm. A revocation cannot be undone." };

    public PartyRevokeVerb(Surroundings surroundings)
        : base(
            surroundings,
            "revoke",
            "Revoke every certificate that was granted to a counterpart, because its client key is stolen. Our broker refuses each new login with it at once, and that key is never granted again.",
            "exchange party revoke MYS --home /var/lib/exchange",
            "exchange party revoke MYS --yes --home /var/lib/exchange",
            "exchange party revoke MYS --former --yes --home /var/lib/exchange   # it delivers with a new key already")
    {
        Arguments.Add(_party);
        Options.Add(_former);
        Options.Add(_yes);
    }

    /// <summary>
    /// What an administrator of the broker runs: it verifies no certificate again on a connection that is open. Twice, because
    /// a login that was under way may take 15 seconds.
    /// </summary>
    public static string CloseConnections(PartyName party) =>
        $"rabbitmqctl close_all_user_connections {party} revoked; sleep 20; rabbitmqctl close_all_user_connections {party} revoked";

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var party = PartyArgument.Parse(invocation.Required(_party));
        var home = invocation.Home.Existing();
        var isFormer = invocation.Value(_former);
        string[] options = [.. isFormer ? ["--former"] : Array.Empty<string>(), .. invocation.Value(_yes) ? ["--yes"] : Array.Empty<string>()];
        var revoked = JsonSerializer.Deserialize<string[]>(
            await GatewayProgram.Find().RunAsync(["party", "revoke", party.Value, .. options, "--home", home.Folder]), ProtocolJson.Options)!;
        // Also when all were revoked before: the broker may not have the list yet.
        var (card, then) = (home.Card(), CloseConnections(party));
        RevocationFolder.Write(home.RevocationFolder, card);
        invocation.Say(revoked.Length == 0 ? $"No certificate of {party} was left to revoke." : $"Revoked certificates of {party}: {revoked.Length}.");
        invocation.Say($"The broker that reads {home.RevocationFolder} refuses new logins with them from now on; if it is on another machine, copy that folder there. The revocation is recorded in the ledger at the gateway's next start.");
        invocation.Say($"Open connections stay open. To close them, run this as root on the broker's machine: {then}");
        if (!isFormer)
            invocation.Say($"{party} delivers again with a new client key: have it run 'exchange party renew --client', import its new card, and then run: exchange mailbox grant {party}");
        invocation.Answer(new { party = party.Value, revoked, cardSerial = card.Serial, folder = home.RevocationFolder, then }, revoked);
    }
}
