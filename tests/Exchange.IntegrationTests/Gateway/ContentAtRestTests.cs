using System.Text;
using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Tests;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>
/// What officers write is on no disk as it was written: not in a database or its journal, not at a broker, not in a log, not in
/// what crossed. The keys' passphrase and the API's token are nowhere but in their own files.
/// </summary>
internal sealed class ContentAtRestTests
{
    private readonly Canary _canary = Canary.New();
    private SubmittedView _request = null!;

    private static Country Asker => TwoCountries.Asker;

    private static Country Answerer => TwoCountries.Answerer;

    private static string Folder => TwoCountries.Stage.Folder;

    [OneTimeSetUp]
    public async Task Exchange()
    {
        await TwoCountries.StartAsync();
        await Asker.Door.PostAsync("messages", Texts.RequestWith(root => root[_canary.Text] = _canary.Text));
        _request = await Asker.SubmitAsync(Texts.RequestWith(WriteInto));
        await Asker.DeliveredAsync(_request.MessageId);
        var answer = await Answerer.Door.PostAsync($"messages/{_request.MessageId}/respond", Texts.With(Texts.FinalResponse, root =>
            {
                root["handling"]!["legalBasis"]!["text"] = _canary.Text;
                root["body"]!["answers"]![0]!["items"]![0]!["text"] = $"Seen: {_canary.Text}";
                root["body"]!["entities"]![0]!["names"]![0]!["asWritten"] = _canary.Text;
            }));
        await Answerer.DeliveredAsync(answer.As<SubmittedView>().MessageId);
        await TwoCountries.BecomeQuietAsync();
    }

    [Test]
    public void The_search_finds_every_form_in_any_place()
    {
        foreach (var form in _canary.Forms)
            _canary.IsIn([.. "before"u8, .. form, .. "after"u8]).ShouldBeTrue();
        for (var before = 0; before < 6; before++)
        {
            var inside = Encoding.UTF8.GetBytes(new string('x', before) + _canary.Text + "yyyy");
            _canary.IsIn(Encoding.ASCII.GetBytes(Convert.ToBase64String(inside))).ShouldBeTrue();
        }
    }

    [Test]
    public void The_search_looks_where_the_message_lies()
    {
        var files = new Canary(MessageId.Write(_request.MessageId)).FilesIn(Folder);
        files.ShouldContain(file => file.StartsWith("BGD/exchange.db", StringComparison.Ordinal));
        files.ShouldContain(file => file.StartsWith("MYS/exchange.db", StringComparison.Ordinal));
        Directory
            .EnumerateFiles(Path.Combine(Folder, "MYS", "broker", "node", "data"), "*", SearchOption.AllDirectories)
            .ShouldNotBeEmpty();
    }

    [Test]
    public async Task The_content_has_arrived_and_is_shown_to_who_may_see_it()
    {
        foreach (var country in (Country[])[Asker, Answerer])
        {
            foreach (var message in (await country.ExchangeAsync(_request.ExchangeId)).Messages!)
            {
                // The acknowledgement names the legal basis of the request.
                (await country.OpenAsync(message.MessageId!.Value)).Message!.ToJsonString().ShouldContain(_canary.Text);
            }
        }
    }

    [Test]
    public void No_file_holds_what_was_written() => _canary.FilesIn(Folder).ShouldBeEmpty();

    [Test]
    public async Task A_list_of_messages_shows_no_content()
    {
        foreach (
            var path in new[]
            {
                "messages",
                "exchanges",
                $"exchanges/{_request.ExchangeId}",
                "ledger/entries",
                $"messages/{_request.MessageId}/receipt",
            }
        )
        {
            (await Asker.Door.GetAsync(path)).Text.ShouldNotContain(_canary.Text);
        }
    }

    [Test]
    public void Passphrase_and_token_are_in_their_own_files_alone()
    {
        foreach (var country in (Country[])[Asker, Answerer])
        {
            foreach (var file in new[] { country.Party.Home.PassphraseFile, country.Party.Home.TokenFile })
                new Canary(File.ReadAllText(file).Trim()).FilesIn(Folder).ShouldBe([Path.GetRelativePath(Folder, file)]);
        }
    }

    [Test]
    public void A_log_tells_no_person_and_no_fact()
    {
        foreach (var country in (Country[])[Asker, Answerer])
        {
            var log = File.ReadAllText(country.Party.Gateway.Log);
            foreach (var word in new[] { "Specimen", "Rahim", "The Contractor", "mangrove", "handling" })
                log.ShouldNotContain(word);
        }
    }

    private void WriteInto(JsonObject root)
    {
        var handling = root["handling"]!;
        handling["handlingCodes"] = new JsonArray("H3");
        handling["handlingText"] = _canary.Text;
        handling["legalBasis"]!["article"] = _canary.Text;
        var body = root["body"]!;
        foreach (var member in new[] { "facts", "authority" })
            body[member] = $"It says {_canary.Text} here.";
        body["subjects"]![0]!["names"]![0]!["asWritten"] = _canary.Text;
        body["questions"]![0]!["text"] = _canary.Text;
    }
}
