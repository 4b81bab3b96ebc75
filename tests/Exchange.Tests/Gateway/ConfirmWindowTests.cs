using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Gateway.Border;
using Exchange.Protocol;

namespace Exchange.Tests.Gateway;

/// <summary>What a broker confirms is another party's word.</summary>
internal sealed class ConfirmWindowTests
{
    [TestCase(3UL)]
    [TestCase(ulong.MaxValue)]
    public async Task A_number_that_was_never_given_confirms_what_was_sent_and_ends(ulong number)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddDays(1)
        );
        var endpoint = new BrokerEndpoint
        {
            Host = "localhost",
            Port = 1,
            TlsName = "x",
            VirtualHost = "x",
            Authorities = [],
            Certificate = certificate,
            Intermediates = [],
        };
        using var window = new ConfirmWindow(endpoint, size: 2, TimeProvider.System);
        var sent = new[]
        {
            new PendingPublish(new(MessageId.New(TimeProvider.System), new byte[1])),
            new PendingPublish(new(MessageId.New(TimeProvider.System), new byte[1])),
        };
        foreach (var publish in sent)
        {
            await window.WaitAsync(CancellationToken.None);
            window.Add(publish);
        }

        window.Confirmed(number, multiple: false);
        sent.ShouldAllBe(publish => !publish.End.IsCompleted, "it names none of them");
        window.Confirmed(number, multiple: true);
        sent.ShouldAllBe(publish => publish.End.IsCompletedSuccessfully);
        window.Refused(number, multiple: true);
        await window.WaitAsync(CancellationToken.None);
    }
}
