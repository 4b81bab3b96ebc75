using System.Text.RegularExpressions;
using ArchUnitNET.Loader;
using Exchange.Sealing;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Exchange.Tests.Architecture;

/// <summary>
/// Elliptic curves, AES and hashing are the platform's own; ML-KEM and Ed25519 are libsodium's, and nothing else is; BouncyCastle
/// brings ASN.1, CMS, X.509 and ML-DSA.
/// </summary>
internal sealed class SealingArrowTests
{
    private static readonly List<string> Used =
    [
        .. Types()
            .That()
            .ResideInNamespaceMatching(@"^Exchange\.Sealing(\..+)?$")
            .GetObjects(new ArchLoader().LoadAssemblies(typeof(Opener).Assembly).Build())
            .SelectMany(type => type.Dependencies.Select(dependency => dependency.Target.FullName))
            .Distinct(),
    ];

    [Test]
    public void No_cipher_no_digest_no_curve_and_no_KEM_is_BouncyCastles()
    {
        Used.ShouldContain(
            name => name.StartsWith("Org.BouncyCastle.Asn1.", StringComparison.Ordinal),
            "so that the rule cannot hold because nothing is found"
        );
        Used.Where(name =>
                Regex.IsMatch(
                    name,
                    @"^Org\.BouncyCastle\.(Crypto\.(Engines|Modes|Digests|Macs|Agreement|EC|Kems)\.|Crypto\.Signers\.E[Cd]|Math\.EC\.(?!Rfc8032))"
                )
            )
            .ShouldBeEmpty();
    }

    [Test]
    public void Of_libsodium_nothing_is_in_use_but_ML_KEM_and_Ed25519() =>
        Used.Where(name => name.StartsWith("Geralt.", StringComparison.Ordinal))
            .ShouldBe(["Geralt.MLKEM768", "Geralt.Ed25519"], ignoreOrder: true);
}
