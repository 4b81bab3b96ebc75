using Exchange.Sealing.Keys;

namespace Exchange.IntegrationTests;

/// <summary>
/// Homes that the tests found themselves have keys that cost a hundredth to open: a file says how many iterations it wants, so the
/// programs that are started on them are none the wiser. Homes that a program founds have all of them.
/// </summary>
[SetUpFixture]
internal sealed class QuickKeys
{
    [OneTimeSetUp]
    public void Begin() => KeyProtection.Iterations = 6_000;
}
