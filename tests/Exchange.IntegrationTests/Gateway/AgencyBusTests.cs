using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Exchange.Cli.Broker;
using Exchange.Cli.Demo;
using Exchange.Gateway.Domestic;
using Exchange.IntegrationTests.Broker;
using Exchange.Protocol.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>The agency's own systems hear of events on a real RabbitMQ, over TLS, from the bus as the settings make it.</summary>
internal sealed class AgencyBusTests
{
    private const string Password = "a test";

    // All that the gateway may touch at the broker.
    private const string Ours = @"^Exchange\\.Protocol\\.Contracts:.*";
    private const string TlsName = "bus.agency.test";

    private readonly ConcurrentQueue<(Guid? Header, Guid Event)> _heard = [];
    private readonly DateTimeOffset _now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private readonly int _port = LoopbackPorts.Free(1)[0];
    private DirectoryInfo _folder = null!;
    private TestAuthority _authority = null!;
    private PrivateBroker _broker = null!;

    [SetUp]
    public async Task StartBroker()
    {
        TestMailbox.Require();
        _heard.Clear();
        _folder = Directory.CreateTempSubdirectory("exchange-agency-");
        _authority = new("Agency CA");
        var configuration = new BrokerFolder(Path.Combine(_folder.FullName, "conf"));
        Directory.CreateDirectory(configuration.Path);
        Write(configuration);
        _broker = new(configuration, new(Path.Combine(_folder.FullName, "node")), _port);
        await _broker.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task StopBroker()
    {
        await _broker.DisposeAsync();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task An_event_is_in_the_queue_of_the_agencys_own_system_also_after_the_broker_was_away()
    {
        // The gateway starts while it is away.
        await _broker.StopAsync();
        await using var gateway = Gateway(TlsName);
        var bus = gateway.GetRequiredService<IAgencyBus>();
        _ = ((IBusControl)bus).StartAsync();
        var first = new BroughtBack(NewId(), "MYS", NewId(), _now);
        await Should.ThrowAsync<OperationCanceledException>(() => PublishAsync(bus, first, TimeSpan.FromSeconds(3)));

        await _broker.StartAsync(CancellationToken.None);
        // Another program of the agency, which knows the contracts alone.
        var system = MassTransit.Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            Connect(rabbit);
            rabbit.ReceiveEndpoint("case-management", endpoint =>
            {
                endpoint.SetQuorumQueue();
                // Who needs them in their order takes one after another.
                endpoint.ConcurrentMessageLimit = 1;
                endpoint.Handler<IGatewayEvent>(context =>
                {
                    _heard.Enqueue((context.MessageId, context.Message.EventId));
                    return Task.CompletedTask;
                });
            });
        });
        await system.StartAsync(TimeSpan.FromMinutes(1));
        try
        {
            IGatewayEvent[] raised =
            [
                first,
                new AnswerDue(NewId(), "MYS", NewId(), _now, true, 2),
                new MessageReceived(NewId(), "MYS", NewId(), NewId(), "request"),
                new MessageDelivered(NewId(), "MYS", NewId(), NewId(), "request"),
                new MessageRejected(NewId(), "MYS", NewId(), NewId(), "request", 403),
                new WitnessAlarm(NewId(), "MYS", "fork"),
            ];
            foreach (var @event in raised)
                await PublishAsync(bus, @event, TimeSpan.FromMinutes(1));

            await Eventually.IsAsync(raised.Length, () => Task.FromResult(_heard.Count));
            HasLoggedIn().ShouldBeTrue();
            _heard.ShouldBe(raised.Select(@event => ((Guid?)@event.EventId, @event.EventId)));
        }
        finally
        {
            await system.StopAsync();
        }

        // It stops, too, while the broker is away.
        await _broker.StopAsync();
        await ((IBusControl)bus).StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task A_broker_with_another_name_or_of_another_authority_is_told_nothing()
    {
        using var other = new TestAuthority("Another CA");
        foreach (var (name, authority) in new[] { ("bus.other.test", _authority.Pem), (TlsName, other.Pem), (TlsName, null) })
        {
            await using var gateway = Gateway(name, authority);
            var bus = gateway.GetRequiredService<IAgencyBus>();
            _ = ((IBusControl)bus).StartAsync();
            var @event = new BroughtBack(NewId(), "MYS", NewId(), _now);
            await Should.ThrowAsync<OperationCanceledException>(() => PublishAsync(bus, @event, TimeSpan.FromSeconds(4)));
        }

        HasLoggedIn().ShouldBeFalse();
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private bool HasLoggedIn() =>
        Directory
            .EnumerateFiles(_broker.Files.Logs)
            .Any(file => File.ReadAllText(file).Contains("user 'exchange' authenticated", StringComparison.Ordinal));

    private static Task PublishAsync(IAgencyBus bus, IGatewayEvent @event, TimeSpan patience)
    {
        var cancellation = new CancellationTokenSource(patience);
        var id = Pipe.Execute<PublishContext>(context => context.MessageId = @event.EventId);
        return bus.Publish(@event, @event.GetType(), id, cancellation.Token).WaitAsync(cancellation.Token);
    }

    private ServiceProvider Gateway(string tlsName) => Gateway(tlsName, _authority.Pem);

    private ServiceProvider Gateway(string tlsName, string? authorities)
    {
        var (password, trusted) = (Path.Combine(_folder.FullName, "password"), Path.Combine(_folder.FullName, "ca.pem"));
        File.WriteAllText(password, Password + "\n");
        File.WriteAllText(trusted, authorities);
        // MassTransit keeps the factory beyond the services.
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddLogging();
        services.AddSingleton(TimeProvider.System);
        NationalBus.AddAgency(
            services,
            new()
            {
                Host = "127.0.0.1",
                Port = _port,
                TlsName = tlsName,
                TrustedAuthorities = authorities is null ? null : trusted,
                PasswordFile = password,
            }
        );
        return services.BuildServiceProvider();
    }

    private void Connect(IRabbitMqBusFactoryConfigurator rabbit) => rabbit.Host("127.0.0.1", (ushort)_port, "/", host =>
        {
            host.Username("cases");
            host.Password(Password);
            host.UseSsl(tls =>
            {
                tls.ServerName = TlsName;
                tls.CertificateValidationCallback = (_, certificate, _, _) => certificate!.Issuer == "CN=Agency CA";
            });
        });

    private void Write(BrokerFolder configuration)
    {
        var (certificate, key) = (Path.Combine(_folder.FullName, "broker.pem"), Path.Combine(_folder.FullName, "broker.key"));
        using (var issued = _authority.Issue(TlsName, TestAuthority.ServerAuth, TlsName))
        {
            File.WriteAllText(certificate, issued.ExportCertificatePem());
            File.WriteAllText(key, issued.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }

        File.WriteAllText(configuration.Authorities, _authority.Pem);
        File.WriteAllText(configuration.EnabledPlugins, "[].\n");
        File.WriteAllText(configuration.Advanced, "[].\n");
        // As RabbitMQ keeps passwords: a salt of four bytes, and the SHA-256 of salt and password.
        byte[] salt = [1, 2, 3, 4];
        var hash = Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Password)])]);
        File.WriteAllText(
            configuration.Definitions,
            $$"""
            { "users": [
                { "name": "exchange", "password_hash": "{{hash}}", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": [] },
                { "name": "cases", "password_hash": "{{hash}}", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": [] }],
              "vhosts": [{ "name": "/" }],
              "permissions": [
                { "user": "exchange", "vhost": "/", "configure": "{{Ours}}", "write": "{{Ours}}", "read": "{{Ours}}" },
                { "user": "cases", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*" }],
              "policies": [], "exchanges": [], "queues": [], "bindings": [] }
            """
        );
        File.WriteAllText(
            configuration.Configuration,
            $"""
            listeners.tcp = none
            listeners.ssl.1 = 127.0.0.1:{_port}
            ssl_options.cacertfile = {configuration.Authorities}
            ssl_options.certfile = {certificate}
            ssl_options.keyfile = {key}
            ssl_options.verify = verify_none
            load_definitions = {configuration.Definitions}
            disk_free_limit.absolute = 50MB
            """
        );
    }
}
