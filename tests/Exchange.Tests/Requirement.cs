namespace Exchange.Tests;

/// <summary>
/// Parts that a test needs and a machine may lack. Without one the test is ignored, with the reason; where
/// <c>EXCHANGE_REQUIRE</c> (a comma-separated list) names the part, its absence is a failure.
/// </summary>
internal static class Requirement
{
    public static void Need(string part, bool present, string reason)
    {
        if (present)
            return;
        var required = (Environment.GetEnvironmentVariable("EXCHANGE_REQUIRE") ?? "").Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        if (required.Contains(part, StringComparer.Ordinal))
            Assert.Fail($"'{part}' is required here: {reason}");
        Assert.Ignore(reason);
    }
}
