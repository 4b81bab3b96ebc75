using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Exchange.Gateway.Border;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Border;

internal sealed class BorderOptionsTests
{
    private static readonly BorderOptions[] Wrong =
    [
        new() { PublishTimeout = TimeSpan.Zero },
        new() { PublishWindow = 0 },
        new() { Prefetch = 65_536 },
        new() { PrefetchBytes = 0 },
        new() { ConnectTimeout = TimeSpan.FromHours(1) },
        new() { BackOffMinimum = TimeSpan.Zero },
        new() { BackOffMinimum = TimeSpan.FromSeconds(2), BackOffMaximum = TimeSpan.FromSeconds(1) },
    ];

    [Test]
    public void The_defaults_are_within_their_limits() => Faults(new()).ShouldBeEmpty();

    [TestCaseSource(nameof(Wrong))]
    public void What_is_out_of_its_limits_is_named(BorderOptions options) => Faults(options).ShouldHaveSingleItem();

    [Test]
    public void An_endpoint_wants_the_key_of_its_certificate()
    {
        using var authority = new TestAuthority("BGD CA");
        using var certificate = authority.Issue("MYS", TestAuthority.ClientAuth);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Should.Throw<CryptographicException>(() =>
            BrokerEndpoint.FromPem(
                "127.0.0.1",
                5671,
                "mailbox.bgd.test",
                "border-MYS",
                authority.Pem,
                certificate.ExportCertificatePem(),
                other
            )
        );
    }

    [TestCase(true)]
    [TestCase(false)]
    public void An_endpoint_wants_certificates(bool inChain)
    {
        using var authority = new TestAuthority("BGD CA");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Should.Throw<CryptographicException>(() =>
            BrokerEndpoint.FromPem(
                "127.0.0.1",
                5671,
                "mailbox.bgd.test",
                "border-MYS",
                inChain ? authority.Pem : "",
                inChain ? "" : authority.Pem,
                key
            )
        );
    }

    private static List<ValidationResult> Faults(BorderOptions options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), faults, validateAllProperties: true);
        return faults;
    }
}
