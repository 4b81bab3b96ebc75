using System.Security.Authentication;
using System.Security.Cryptography;
using Polly.Timeout;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Constants = RabbitMQ.Client.Constants;

namespace Exchange.Gateway.Border;

/// <summary>Says in the border's words what the client's exceptions and the broker's close codes (AMQP 0-9-1, section 1.1) mean.</summary>
internal static class ClientFaults
{
    public static BorderException OfConnecting(BrokerEndpoint endpoint, Exception cause, string? serverRefusal)
    {
        if (serverRefusal is not null)
            return new(BorderFault.TlsRefused, $"{endpoint} is not the broker that it should be: {serverRefusal}.", cause);
        if (cause is TimeoutRejectedException late)
            return new(BorderFault.Unreachable, $"{endpoint} did not answer within {late.Timeout.TotalSeconds} s.", cause);
        var causes = Causes(cause).ToArray();
        if (causes.OfType<BorderException>().FirstOrDefault() is { } guarded)
            return guarded.Again();
        if (causes.Any(e => e is AuthenticationException || IsTlsAlert(e)))
            return new(BorderFault.TlsRefused, $"{endpoint} refused TLS or our certificate: {causes[^1].Message}", cause);
        if (causes.OfType<AuthenticationFailureException>().FirstOrDefault() is { } failure)
            return new(BorderFault.AccessRefused, $"{endpoint} refused our login: {failure.Message}", cause);
        var closed = causes.OfType<OperationInterruptedException>().FirstOrDefault()?.ShutdownReason;
        return closed is not null
            ? OfClose(endpoint, closed)
            : new(BorderFault.Unreachable, $"{endpoint} cannot be reached: {causes[^1].Message}", cause);
    }

    public static BorderException OfUse(BrokerEndpoint endpoint, Exception cause) =>
        cause is OperationInterruptedException { ShutdownReason: { } closed }
            ? OfClose(endpoint, closed)
            : new(BorderFault.Unreachable, $"The connection to {endpoint} failed: {Causes(cause).Last().Message}", cause);

    public static BorderException OfClose(BrokerEndpoint endpoint, ShutdownEventArgs closed) =>
        (closed.Exception as BorderException)?.Again()
        ?? new(
            closed.ReplyCode switch
            {
                Constants.AccessRefused or Constants.NotAllowed => BorderFault.AccessRefused,
                Constants.NotFound => BorderFault.Returned,
                _ => BorderFault.Unreachable,
            },
            closed.Initiator == RabbitMQ.Client.ShutdownInitiator.Peer
                ? $"{endpoint} closed the connection: {closed.ReplyCode} {closed.ReplyText}."
                : $"The connection to {endpoint} was lost: {closed.ReplyText}.",
            closed.Exception
        );

    private static bool IsTlsAlert(Exception e) => e is CryptographicException || e.GetType().Name == "SslException";

    private static IEnumerable<Exception> Causes(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
