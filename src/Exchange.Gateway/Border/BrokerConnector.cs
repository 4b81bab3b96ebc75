using System.Net.Security;
using System.Net.Sockets;
using Polly;
using Polly.Timeout;
using RabbitMQ.Client;

namespace Exchange.Gateway.Border;

/// <summary>Opens sessions with one broker: TLS 1.3, both sides by certificate (border protocol, section 2).</summary>
internal sealed class BrokerConnector
{
    // A peer that is silent for two of these is gone.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly BorderOptions _options;
    private readonly TimeProvider _clock;
    private readonly bool _consumes;
    private readonly SslStreamCertificateContext _identity;
    private readonly ResiliencePipeline _limit;

    // Else a process that is traced would write its trace ids into the headers of what crosses the border.
    static BrokerConnector() => RabbitMQActivitySource.ContextInjector = static (_, _) => { };

    /// <summary>One that consumes does so from our own broker; any other publishes, with confirms.</summary>
    public BrokerConnector(BrokerEndpoint endpoint, bool consumes, BorderOptions options, TimeProvider clock)
    {
        (Endpoint, _consumes, _options, _clock) = (endpoint, consumes, options, clock);
        _identity = SslStreamCertificateContext.Create(endpoint.Certificate, endpoint.Intermediates, offline: true);
        _limit = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddTimeout(options.ConnectTimeout)
            .Build();
    }

    public BrokerEndpoint Endpoint { get; }

    /// <summary>The certificate that the broker showed when it was last connected.</summary>
    public ShownCertificate? Shown { get; private set; }

    /// <exception cref="BorderException">It was not reached in time, or refused.</exception>
    public async Task<BrokerSession> OpenAsync(CancellationToken cancellation)
    {
        var verification = new ServerVerification(Endpoint);
        try
        {
            return await _limit.ExecuteAsync(async token => await OpenAsync(verification, token), cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var fault = ClientFaults.OfConnecting(Endpoint, e, verification.Refusal);
            if (fault.Fault != BorderFault.Unreachable || !verification.HasAccepted || e is TimeoutRejectedException)
                throw fault;
            var alert = await new RefusalProbe(Endpoint, _identity).KnockAsync(cancellation);
            throw ClientFaults.OfConnecting(Endpoint, alert ?? e, null);
        }
    }

    private async Task<BrokerSession> OpenAsync(ServerVerification verification, CancellationToken cancellation)
    {
        Socket? socket = null;
        var budget = _consumes ? new ByteBudget(_options.PrefetchBytes) : null;
        var factory = Factory();
        factory.SocketFactory = family => new GuardedConnection(
            socket = new(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
            verification.Handshake(_identity),
            stream => new(stream, Endpoint.ToString(), _consumes ? FrameRules.Consuming : FrameRules.Publishing, budget, _clock)
        );
        // The client does not heed the token everywhere; without its socket it cannot go on.
        await using var _ = cancellation.Register(() => socket?.Dispose());
        try
        {
            var connection = await factory.CreateConnectionAsync(cancellation);
            // Confirms, but not the client's own tracking of them, nor the limiter that comes with it.
            var channel = await connection.CreateChannelAsync(
                new(publisherConfirmationsEnabled: !_consumes, publisherConfirmationTrackingEnabled: false),
                cancellation
            );
            Shown = verification.Shown;
            return new(Endpoint, connection, channel, socket!, budget);
        }
        catch
        {
            socket?.Dispose();
            // What the client threw for want of its socket is then a matter of time, and said so.
            cancellation.ThrowIfCancellationRequested();
            throw;
        }
    }

    private ConnectionFactory Factory() =>
        new()
        {
            HostName = Endpoint.Host,
            Port = Endpoint.Port,
            VirtualHost = Endpoint.VirtualHost,
            AuthMechanisms = [new ExternalMechanismFactory()],
            RequestedFrameMax = FrameGuard.FrameMax,
            // BorderLink is the one way of connecting again.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            RequestedConnectionTimeout = _options.ConnectTimeout,
            HandshakeContinuationTimeout = _options.ConnectTimeout,
            ContinuationTimeout = _options.ConnectTimeout,
            // By default it tells the counterpart's broker the versions of what runs here. What must be said is that we want to know
            // when a queue that we consume from is deleted or moves away: else we would wait on it for ever.
            ClientProperties = new Dictionary<string, object?>
            {
                ["capabilities"] = new Dictionary<string, object?> { ["consumer_cancel_notify"] = true },
            },
        };
}
