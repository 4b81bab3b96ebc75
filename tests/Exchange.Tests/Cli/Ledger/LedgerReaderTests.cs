using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Exchange.Cli.Gateway;
using Exchange.Cli.Ledger;
using Exchange.Ledger.Verification;
using Exchange.Protocol.Api;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Cli.Ledger;

/// <summary>The log of a running gateway, verified over its API.</summary>
internal sealed class LedgerReaderTests
{
    private static readonly ExportMaker Log = ExportMaker.Of(600);

    private static readonly LedgerView Head = new(
        "BGD",
        Log.Newest,
        Log.NewestCheckpoint.Note,
        null,
        null,
        [new("MYS", Log.Newest, Log.NewestCheckpoint.Note, Log.NewestCheckpoint.Cosignatures[0])]
    );

    private static readonly string[] Entries = [.. Log.Leaves.Select(leaf => Encoding.UTF8.GetString(leaf.Bytes.Span))];

    private readonly List<long> _told = [];
    private readonly List<string> _notes = [];

    [Test]
    public async Task A_sound_log_holds_to_its_last_entry()
    {
        var verdict = await VerifyAsync(Head, Entries);

        verdict.Faults.ShouldBeEmpty();
        verdict.Size.ShouldBe(1200);
        verdict.Root.ShouldBe(Log.Tail.Root());
        _told[^1].ShouldBe(1200);
    }

    [Test]
    public async Task A_cosignature_by_the_key_of_a_former_card_holds()
    {
        var (former, newest) = (LogParty.Mys.Card, LogParty.Mys.Card with { Serial = 2, Witness = LogParty.Bgd.Card.Witness });

        (await VerifyAsync(Head, Entries, newest)).Faults.ShouldBeEmpty();
        _notes.ShouldHaveSingleItem().ShouldContain("by the key of its former card, serial 1");
        (await VerifyAsync(Head, Entries, newest with { Serial = former.Serial })).Faults.ShouldBe(
            ["The cosignature of MYS at size 1200 does not hold."],
            "there was no card before it"
        );
        (await VerifyAsync(Head, Entries, newest with { Serial = 3 }, "MYS.2.party.json")).Faults.ShouldBe(
            ["The cosignature of MYS at size 1200 does not hold."],
            "it is another card than it is called"
        );
    }

    [Test]
    public async Task A_log_that_doubts_itself_does_not_hold() =>
        (await VerifyAsync(Head with { Suspension = "The database was restored." }, Entries))
            .Faults.ShouldHaveSingleItem()
            .ShouldContain("is suspended, and signs nothing: The database was restored.");

    [Test]
    public async Task An_entry_that_was_changed_is_named_and_leads_to_another_root()
    {
        var changed = Entries.ToArray();
        changed[1100] = "{}";

        var verdict = await VerifyAsync(Head, changed);

        verdict.Faults[0].ShouldStartWith("Entry 1100 is malformed");
        verdict.Faults.ShouldContain(fault => fault.Contains("The first 1200 entries do not match the root", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_log_that_gives_fewer_entries_than_it_signed_does_not_hold()
    {
        var verdict = await VerifyAsync(Head, Entries[..^1]);

        verdict.Faults.ShouldContain("The gateway's checkpoint is for 1200 entries; it gave 1199.");
        verdict.Faults.ShouldContain("There is a checkpoint of 1200 entries, but only 1199 entries are present.");
    }

    [Test]
    public async Task A_cosignature_that_was_changed_does_not_hold()
    {
        var other = Exchange.Ledger.Notes.Cosignature.Sign(
            new("bgd.exchange/audit", 7, Log.Tail.Root()),
            LogParty.Founded,
            LogParty.Mys.Witness
        );

        (await VerifyAsync(Head with { Cosignatures = [Head.Cosignatures[0] with { Line = other }] }, Entries)).Faults.ShouldBe([
            "The cosignature of MYS at size 1200 does not hold.",
        ]);
    }

    [Test]
    public async Task A_checkpoint_is_missing_or_of_another_key_or_of_another_size()
    {
        (await VerifyAsync(Head with { Checkpoint = null }, Entries)).Faults.ShouldContain("The ledger has entries, but no checkpoint.");
        (await VerifyAsync(Head with { Size = 1198, Cosignatures = [] }, Entries)).Faults.ShouldContain(
            "The newest checkpoint is for 1200 entries, not for 1198."
        );
        (
            await VerifyAsync(Head with { Checkpoint = Head.Checkpoint!.Replace("bgd", "mys", StringComparison.Ordinal) }, Entries)
        ).Faults.ShouldContain("A checkpoint is not signed by the two ledger keys of the card.");
    }

    private async Task<LogVerdict> VerifyAsync(
        LedgerView head,
        string[] entries,
        PartyCard? counterpart = null,
        string card = "MYS.1.party.json"
    )
    {
        using var gateway = new Gateway(head, entries) { Cards = [card] };
        using var client = new GatewayClient(new("https://gateway.example", "token"), gateway);
        var reader = new LedgerReader(client, LogParty.Bgd.Card, [counterpart ?? LogParty.Mys.Card]);
        var verdict = await reader.VerifyAsync(new((done, _) => _told.Add(done)), CancellationToken.None);
        _notes.AddRange(reader.Notes);
        return verdict;
    }

    private sealed class Gateway(LedgerView head, string[] entries) : HttpMessageHandler
    {
        public string[] Cards { get; init; } = ["MYS.1.party.json"];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Content(request.RequestUri!)) });

        private string Content(Uri address) =>
            address.AbsolutePath switch
            {
                "/api/v1/ledger/cards" => Json(Cards),
                "/api/v1/ledger/cards/MYS.1.party.json" or "/api/v1/ledger/cards/MYS.2.party.json" => Encoding.UTF8.GetString(
                    LogParty.Mys.Bytes
                ),
                _ => address.Query is { Length: > 0 } query ? Page(query) : Json(head),
            };

        private string Page(string query)
        {
            var from = int.Parse(query.Split('=')[1], CultureInfo.InvariantCulture);
            return Json(new EntriesView(from, [.. entries.Skip(from).Take(EntriesView.Most)]));
        }

        private static string Json<T>(T value) => JsonSerializer.Serialize(value, ProtocolJson.Options);
    }
}
