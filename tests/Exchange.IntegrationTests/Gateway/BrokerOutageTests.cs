using System.Net;
using Exchange.IntegrationTests.Broker;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>A counterpart's broker that is down stops nobody from working; what waits goes out by itself.</summary>
internal sealed class BrokerOutageTests
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    private static Country Asker => TwoCountries.Asker;

    private static Country Answerer => TwoCountries.Answerer;

    [OneTimeSetUp]
    public async Task Start()
    {
        await TwoCountries.StartAsync();
        await TwoCountries.BecomeQuietAsync();
    }

    [Test]
    public async Task What_is_submitted_while_the_counterparts_broker_is_down_is_delivered_when_it_is_back()
    {
        await Answerer.Party.Broker.StopAsync();
        SubmittedView request;
        try
        {
            request = await Asker.SubmitAsync(Texts.Request);
            // The broker that is down is the other's: this gateway does all its work, and that one says what it lacks.
            (await Asker.Door.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
            await Eventually.IsAsync(HttpStatusCode.ServiceUnavailable, async () => (await Answerer.Door.GetAsync("/health/ready")).Status);
            var waiting = await Asker.ReadAsync(request.MessageId);
            (waiting.Transport, waiting.Code).ShouldBe(("sent", null));
            (await Asker.Door.GetAsync($"messages/{request.MessageId}/receipt")).ShouldBeProblem(HttpStatusCode.NotFound, "no-receipt-yet");
            var link = (await Asker.Client.GetAsync<IReadOnlyList<LinkView>>("api/v1/links", CancellationToken.None))[0];
            link.Waiting.ShouldBeGreaterThan(0);
            link.OurBroker.ShouldBeNull();
            link.TheirBroker.ShouldNotBeNull().ShouldContain("127.0.0.1");
            (await CommandLine.RunAsync("link", "show", "--home", Asker.Party.Home.Folder)).Output.ShouldContain(
                $"NOT CONNECTED to its broker: {link.TheirBroker}"
            );
            (await Answerer.Client.GetAsync<IReadOnlyList<LinkView>>("api/v1/links", CancellationToken.None))[0]
                .OurBroker.ShouldNotBeNull();
        }
        finally
        {
            await Answerer.Party.Broker.StartAsync(CancellationToken.None);
        }

        await Eventually.IsAsync("delivered", async () => (await Asker.ReadAsync(request.MessageId)).Transport, Recovery);
        await Eventually.IsAsync(HttpStatusCode.OK, async () => (await Answerer.Door.GetAsync("/health/ready")).Status, Recovery);
        await TwoCountries.BecomeQuietAsync();
        (await Asker.ExchangeAsync(request.ExchangeId)).State.Status.ShouldBe(ExchangeStatus.Acknowledged);
    }
}
