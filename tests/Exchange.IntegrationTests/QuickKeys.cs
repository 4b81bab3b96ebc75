using Exchange.Sealing.Keys;

namespace Exchange.IntegrationTests;

/// <summary>
/// Homes that the tests found themselves have keys that cost a hundredth to open: a file says how many iterations it wants, so the
/// programs that are started on them are none the wiser. Homes that a program founds have all of them.
/// </summary>
[SetUpFixture]
internal sealed class QuickKeys
{
    public const int Iterations = 6_000;

    /// <summary>What keys have that no test makes.</summary>
    public static int Usual { get; private set; }

    [OneTimeSetUp]
    public void Begin() => (Usual, KeyProtection.Iterations) = (KeyProtection.Iterations, Iterations);
}
