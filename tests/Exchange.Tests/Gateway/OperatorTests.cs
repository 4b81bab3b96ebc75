using System.Net;
using System.Net.Http.Json;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Certificates;

namespace Exchange.Tests.Gateway;

/// <summary>What an operator is told: what waits, what was not understood, what ends, what is set. Never content, never a secret.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class OperatorTests(string store)
{
    private TestGateway _gateway = null!;
    private HttpClient _operator = null!;

    [SetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start(store: store);
        _operator = await _gateway.ListenAsync(await _gateway.KeyAsync(Role.Operator));
    }

    [TearDown]
    public async Task End()
    {
        _operator.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task What_waits_is_told_apart_from_what_has_no_receipt_and_what_was_given_up()
    {
        var (fresh, sent, expired) = (await _gateway.SendAsync(), await _gateway.SendAsync(), await _gateway.SendAsync());
        await SetAsync(sent.MessageId, "confirmed_at = 1, next_attempt_at = 99999999999999, attempts = 1");
        await SetAsync(expired.MessageId, "confirmed_at = 1, give_up_at = 2");

        var all = await GetAsync<IReadOnlyList<QueuedView>>("links/MYS/queue");
        // A started gateway also says to its counterpart where its ledger stands.
        var queue = all.Where(item => !item.IsLinkMessage).ToList();

        queue
            .Select(item => (item.MessageId, item.State))
            .ShouldBe([
                (fresh.MessageId, QueueState.Waiting),
                (sent.MessageId, QueueState.WithoutReceipt),
                (expired.MessageId, QueueState.GivenUp),
            ]);
        queue[0].MadeAt.ShouldBe(_gateway.Clock.GetUtcNow(), TimeSpan.FromMinutes(1));
        (await GetAsync<IReadOnlyList<QueuedView>>($"links/MYS/queue?after={queue[0].Id}")).Count(item => !item.IsLinkMessage).ShouldBe(2);
        all.Where(item => item.IsLinkMessage).ShouldAllBe(item => item.State == QueueState.Waiting);
        var link = (await GetAsync<IReadOnlyList<LinkView>>("links")).ShouldHaveSingleItem();
        link.Waiting.ShouldBeGreaterThanOrEqualTo(3);
        link.WithoutReceipt.ShouldBe(2);
        link.WaitsSince.ShouldBe(all[0].MadeAt);
    }

    [Test]
    public async Task Resending_brings_forward_what_has_no_receipt_and_nothing_else()
    {
        var (fresh, sent, expired) = (await _gateway.SendAsync(), await _gateway.SendAsync(), await _gateway.SendAsync());
        await SetAsync(sent.MessageId, "confirmed_at = 1, next_attempt_at = 99999999999999");
        await SetAsync(expired.MessageId, "confirmed_at = 1, next_attempt_at = 3, give_up_at = 2");

        using var answer = await _operator.PostAsync("/api/v1/links/MYS/resend", null);

        (await answer.Content.ReadFromJsonAsync<ResentView>(ProtocolJson.Options)).ShouldBe(new("MYS", 1));
        using var sql = _gateway.Part<Database>().OpenSession();
        OutboxTable
            .Due(sql, _gateway.Counterpart.Name, _gateway.Clock.GetUtcNow(), 10)
            .ShouldHaveSingleItem()
            .ShouldBe(_gateway.Read<long>($"SELECT id FROM outbox WHERE message_id = '{sent.MessageId}'"));
        _gateway.Read<long>($"SELECT COALESCE(next_attempt_at, 0) FROM outbox WHERE message_id = '{fresh.MessageId}'").ShouldBe(0);
    }

    [Test]
    public async Task What_is_quarantined_is_listed_with_its_reason_and_without_its_bytes()
    {
        await _gateway.ArriveAsync("Not a sealed message, but a secret."u8.ToArray());
        await _gateway.ArriveAsync("Another."u8.ToArray());
        await _gateway.ArriveAsync("Another."u8.ToArray());

        var text = await _operator.GetStringAsync("/api/v1/quarantine");
        var kept = await GetAsync<IReadOnlyList<QuarantinedView>>("quarantine?counterpart=MYS");

        kept.Select(item => (item.Size, item.Times, item.Code))
            .ShouldBe([(8, 2, (int)ReceiptCode.NotASealedMessage), (35, 1, (int)ReceiptCode.NotASealedMessage)]);
        (kept[0].Text, kept[0].Counterpart, kept[0].Sealed).ShouldBe(
            (ReceiptCode.NotASealedMessage.Meaning(), "MYS", Digest.Of("Another."u8))
        );
        text.ShouldNotContain("secret");
        text.ShouldNotContain(Convert.ToBase64String("Another."u8));
        (await GetAsync<IReadOnlyList<QuarantinedView>>($"quarantine?before={kept[0].Id}")).ShouldHaveSingleItem();
        (await _operator.GetAsync("/api/v1/quarantine?counterpart=THA")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task What_is_deferred_is_listed_with_what_it_waits_for()
    {
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(TestGateway.TheirRequest() with { IssuedAt = _gateway.Clock.GetUtcNow().AddHours(1) })
        );

        var deferred = (await GetAsync<IReadOnlyList<DeferredView>>("links/MYS/deferred")).ShouldHaveSingleItem();

        deferred.Reason.ShouldBe("early");
        deferred.Size.ShouldBeGreaterThan(1000);
    }

    [Test]
    public async Task Every_end_on_which_a_link_relies_is_listed_the_earliest_first()
    {
        var certificates = await GetAsync<IReadOnlyList<CertificateView>>("certificates");

        CertificateUse[] ofCard = [CertificateUse.Signing, CertificateUse.Encryption, CertificateUse.Kem, CertificateUse.RevocationList];
        certificates
            .Where(item => item is { Party: "BGD", Ours: true })
            .Select(item => item.Use)
            .ShouldBe([.. ofCard, CertificateUse.Client], ignoreOrder: true);
        certificates.Where(item => item is { Party: "MYS", Ours: false }).Select(item => item.Use).ShouldBe(ofCard, ignoreOrder: true);
        certificates.Select(item => item.ValidUntil).ShouldBeInOrder();
        var list = certificates.First(item => item is { Party: "BGD", Use: CertificateUse.RevocationList });
        list.DaysLeft(_gateway.Clock.GetUtcNow()).ShouldBeInRange(0, 90);
        list.ToDo.ShouldContain("exchange party renew");
        certificates.First(item => item is { Party: "MYS", Use: CertificateUse.RevocationList }).ToDo.ShouldContain("new card");
    }

    [Test]
    public void An_end_is_the_earliest_of_the_whole_chain()
    {
        var (card, other) = (_gateway.Counterpart.Card, PartyCard.Read(File.ReadAllBytes(_gateway.Home.Card)).OrThrow());

        var end = EarliestEnd.OfChain(card.Signing, card.Authorities).ShouldNotBeNull();

        end.At.ShouldBe(EarliestEnd.OfChain(card.Signing, card.Signing).ShouldNotBeNull().At);
        // An authority that ended before its leaf would be the end; one that issued none of the chain is none of it.
        EarliestEnd.OfChain(card.Authorities, other.Signing).ShouldNotBeNull().At.ShouldNotBe(end.At);
        EarliestEnd.OfChain("no certificate", card.Authorities).ShouldBeNull();
        EarliestEnd.OfLists("").ShouldBeNull();
    }

    [Test]
    public void Of_a_servers_setting_only_its_place_and_user_are_shown() =>
        PostgreSqlDialect
            .Shown("Host=/run/pg;Database=exchange;Username=gateway;Passfile=/etc/pass;SSL Password=hidden;Password=hidden")
            .ShouldBe("Host=/run/pg;Port=5432;Database=exchange;Username=gateway");

    [Test]
    public async Task A_setting_says_whether_it_is_the_usual_one()
    {
        var settings = await GetAsync<IReadOnlyList<SettingView>>("settings");

        settings.First(one => one.Name == "Border:FirstResend").ShouldBe(new("Border:FirstResend", "00:01:00", true));
        settings.Any(one => one.Name == "Store:PostgreSql" && !one.IsDefault).ShouldBe(store == Stores.PostgreSql);
        settings.ShouldAllBe(one => !one.Value.Contains("assword", StringComparison.Ordinal));
    }

    private async Task<T> GetAsync<T>(string path)
        where T : class => (await _operator.GetFromJsonAsync<T>($"/api/v1/{path}", ProtocolJson.Options)).ShouldNotBeNull();

    private Task SetAsync(Guid messageId, string columns) =>
        _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute($"UPDATE outbox SET {columns} WHERE message_id = @p0", MessageId.Write(messageId))
        );
}
