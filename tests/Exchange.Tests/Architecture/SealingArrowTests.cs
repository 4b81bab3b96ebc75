using ArchUnitNET.Loader;
using Exchange.Sealing;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Exchange.Tests.Architecture;

/// <summary>Elliptic curves, AES and hashing are the platform's own; BouncyCastle brings ASN.1, CMS, X.509 and what is post-quantum.</summary>
internal sealed class SealingArrowTests
{
    private static readonly ArchUnitNET.Domain.Architecture Sealing = new ArchLoader().LoadAssemblies(typeof(Opener).Assembly).Build();

    [Test]
    public void No_cipher_no_digest_and_no_curve_is_BouncyCastles()
    {
        var used = Types().That().ResideInNamespaceMatching(@"^Exchange\.Sealing(\..+)?$").GetObjects(Sealing)
            .SelectMany(type => type.Dependencies.Select(dependency => dependency.Target.FullName)).Where(name => name.StartsWith("Org.BouncyCastle.", StringComparison.Ordinal)).Distinct().ToList();

        used.ShouldContain(name => name.StartsWith("Org.BouncyCastle.Asn1.", StringComparison.Ordinal), "so that the rule cannot hold because nothing is found");
        used.Where(name => System.Text.RegularExpressions.Regex.IsMatch(name, @"^Org\.BouncyCastle\.(Crypto\.(Engines|Modes|Digests|Macs|Agreement|EC)\.|Crypto\.Signers\.EC|Math\.EC\.(?!Rfc8032))")).ShouldBeEmpty();
    }
}
