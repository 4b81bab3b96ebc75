using System.Net;
using System.Text.Json.Nodes;
using Exchange.Cli;
using Exchange.Cli.Demo;
using Exchange.IntegrationTests.Broker;
using Exchange.Protocol.Api;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>
/// The log is the truth, and the tables a cache of it: replay says where they differ, and a rebuild makes them anew. Copies of homes are
/// used, cut off from both brokers.
/// </summary>
internal sealed class ReplayTests
{
    private SubmittedView _request = null!;

    [OneTimeSetUp]
    public async Task Exchange()
    {
        await TwoCountries.StartAsync();
        _request = await TwoCountries.Asker.SubmitAsync(Texts.Request);
        await TwoCountries.Asker.DeliveredAsync(_request.MessageId);
        await TwoCountries.BecomeQuietAsync();
        (await TwoCountries.Answerer.Door.PostAsync($"messages/{_request.MessageId}/respond", Texts.PartialResponse)).Status.ShouldBe(
            HttpStatusCode.Accepted
        );
        await TwoCountries.BecomeQuietAsync();
    }

    [Test]
    public async Task A_running_gateways_tables_agree_with_its_log_and_every_receipt_is_proved()
    {
        foreach (var country in (Country[])[TwoCountries.Asker, TwoCountries.Answerer])
        {
            var all = await CommandLine.RunAsync("ledger", "replay", "--home", country.Party.Home.Folder);
            all.ExitCode.ShouldBe((int)ExitCode.Ok, all.Error + all.Output);
            all.Output.ShouldContain("every entry is included under the signed checkpoint; the database agrees");
            all.Output.ShouldContain($"{_request.Reference}  {_request.ExchangeId}");

            var one = await CommandLine.RunAsync(
                "ledger",
                "replay",
                "--home",
                country.Party.Home.Folder,
                "--exchange",
                _request.ExchangeId.ToString()
            );
            one.ExitCode.ShouldBe((int)ExitCode.Ok, one.Error + one.Output);
            one.Output.ShouldContain("receipt proved");
            one.Output.ShouldNotContain("NOT PROVED");
        }
    }

    [Test]
    public async Task A_row_that_somebody_changed_is_named_with_the_entry_that_says_otherwise()
    {
        await using var copy = Stopped(TwoCountries.Asker);
        StartedHome.Change(copy.Home, $"UPDATE messages SET code = 505 WHERE message_id = '{_request.MessageId}'");

        var run = await copy.WhileRunningAsync(() => CommandLine.RunAsync("ledger", "replay", "--home", copy.Home.Folder, "--json"));

        run.ExitCode.ShouldBe((int)ExitCode.VerificationFailed, run.Error);
        var drifts = JsonNode.Parse(run.Output)!["drifts"]!.AsArray();
        drifts.Select(drift => (string)drift!["field"]!).ShouldBe(["transport", "code"]);
        drifts.ShouldAllBe(drift => (string)drift!["messageId"]! == _request.MessageId.ToString());
        ((string)drifts[1]!["log"]!).ShouldBe("100");
        ((string)drifts[1]!["database"]!).ShouldBe("505");
        run.Error.ShouldContain("exchange db rebuild");
    }

    [TestCase("kind = 'x'")]
    [TestCase("signed = 'x'")]
    public async Task A_row_that_somebody_damaged_beyond_reading_is_named_as_missing(string change)
    {
        await using var copy = Stopped(TwoCountries.Asker);
        StartedHome.Change(copy.Home, $"UPDATE messages SET {change} WHERE message_id = '{_request.MessageId}'");

        var run = await copy.WhileRunningAsync(() => CommandLine.RunAsync("ledger", "replay", "--home", copy.Home.Folder));

        run.ExitCode.ShouldBe((int)ExitCode.VerificationFailed, run.Error);
        run.Output.ShouldContain($"DRIFT: message {_request.MessageId} of exchange {_request.ExchangeId}");
        run.Output.ShouldContain("has a row, the database none");
    }

    [TestCase("message_id = NULL", "DRIFT: message without an id, of entry ")]
    [TestCase("issued_at = NULL", "issuedAt: entry ")]
    public async Task A_row_that_lost_a_name_or_a_time_is_named(string change, string expected)
    {
        await using var copy = Stopped(TwoCountries.Asker);
        StartedHome.Change(copy.Home, $"UPDATE messages SET {change} WHERE message_id = '{_request.MessageId}'");

        var run = await copy.WhileRunningAsync(() => CommandLine.RunAsync("ledger", "replay", "--home", copy.Home.Folder));

        run.ExitCode.ShouldBe((int)ExitCode.VerificationFailed, run.Error);
        run.Output.ShouldContain($"DRIFT: message {_request.MessageId} of exchange {_request.ExchangeId}");
        run.Output.ShouldContain(expected);
    }

    [Test]
    public async Task An_exchange_that_only_the_database_has_is_named_when_it_is_asked_for()
    {
        await using var copy = Stopped(TwoCountries.Asker);
        var stranger = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        StartedHome.Change(
            copy.Home,
            "INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at, kind, status, last_entry, "
                + $"state, open, unit) SELECT counterpart, '{stranger}', reference, opened_by_us, opened_at, kind, status, last_entry, "
                + "state, open, unit FROM exchanges LIMIT 1"
        );

        var run = await copy.WhileRunningAsync(() =>
            CommandLine.RunAsync("ledger", "replay", "--home", copy.Home.Folder, "--exchange", stranger.ToString())
        );

        run.ExitCode.ShouldBe((int)ExitCode.VerificationFailed, run.Error);
        run.Output.ShouldContain($"DRIFT: exchange {stranger}");
    }

    [Test]
    public async Task Deleted_tables_are_made_anew_and_the_gateway_goes_on_where_it_was()
    {
        foreach (var country in (Country[])[TwoCountries.Asker, TwoCountries.Answerer])
        {
            await using var copy = Stopped(country);
            var rows = new Rows(copy.Home.DatabaseFile);
            var before = Dump(rows);
            using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={copy.Home.DatabaseFile};Pooling=False"))
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "DROP TABLE messages; DELETE FROM exchanges";
                command.ExecuteNonQuery();
            }

            var run = await RebuildAsync(copy.Home);

            run.ExitCode.ShouldBe((int)ExitCode.Ok, run.Error);
            run.Output.ShouldContain("were rebuilt from");
            Dump(rows).ShouldBe(before);
            await copy.WhileRunningAsync(async () =>
            {
                await GoesOnAsync(copy.Home, country);
                var replay = await CommandLine.RunAsync("ledger", "replay", "--home", copy.Home.Folder);
                replay.ExitCode.ShouldBe((int)ExitCode.Ok, replay.Error + replay.Output);
                return replay;
            });
        }
    }

    [Test]
    public async Task A_rebuild_beside_a_running_gateway_is_refused()
    {
        var run = await RebuildAsync(TwoCountries.Asker.Party.Home);

        run.ExitCode.ShouldBe((int)ExitCode.Refused);
        run.Error.ShouldContain("is in use by another gateway");
    }

    private async Task GoesOnAsync(Home home, Country country)
    {
        using var door = new Door(home, (await File.ReadAllTextAsync(home.TokenFile)).Trim());
        if (country == TwoCountries.Asker)
        {
            var last = country.Rows.Scalar<string>("SELECT MAX(reference) FROM exchanges WHERE opened_by_us = 1");
            var next = await door.PostAsync("messages", Texts.Request);
            string.CompareOrdinal(next.As<SubmittedView>().Reference, last).ShouldBeGreaterThan(0, next.Text);
            return;
        }

        var answer = await door.PostAsync($"messages/{_request.MessageId}/respond", Texts.PartialResponse);
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        var sent = (await door.GetAsync($"messages/{answer.As<SubmittedView>().MessageId}")).As<MessageView>();
        sent.Sequence.ShouldBe(
            (int)
                country.Rows.Scalar<long>(
                    $"SELECT MAX(sequence) FROM messages WHERE outgoing = 1 AND exchange_id = '{_request.ExchangeId}'"
                ) + 1
        );
    }

    private static Task<ProgramRun> RebuildAsync(Home home) => CommandLine.RunAsync("db", "rebuild", "--home", home.Folder);

    private static string Dump(Rows rows) =>
        rows.Scalar<string>(
            "SELECT group_concat(id || ' ' || counterpart || ' ' || outgoing || ' ' || message_id || ' ' || exchange_id || ' ' "
                + "|| kind || ' ' || sequence || ' ' || signed || ' ' || sealed || ' ' || issued_at || ' ' || expires_at || ' ' || "
                + "recorded_at || ' ' || COALESCE(code, '-') || ' ' || COALESCE(settled_at, '-') || ' ' || entry_index, char(10)) FROM "
                + "messages"
        )
        + rows.Scalar<string>(
            "SELECT group_concat(counterpart || ' ' || exchange_id || ' ' || reference || ' ' || opened_by_us || ' ' || "
                + "opened_at, char(10)) FROM (SELECT * FROM exchanges ORDER BY exchange_id)"
        );

    private static StoppedCountry Stopped(Country country) => new(CopiedHome.Of(country));

    private sealed class StoppedCountry(Home home) : IAsyncDisposable
    {
        private readonly PrivateGateway _gateway = new(home, Path.Combine(home.Folder, "gateway.log"));

        public Home Home => home;

        public async Task<ProgramRun> WhileRunningAsync(Func<Task<ProgramRun>> work)
        {
            await _gateway.LaunchAsync(CancellationToken.None);
            try
            {
                using var door = new Door(home, token: null);
                await Eventually.IsAsync(true, () => door.LivesAsync());
                return await work();
            }
            finally
            {
                await _gateway.StopAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _gateway.DisposeAsync();
            Directory.Delete(home.Folder, recursive: true);
        }
    }
}
