using Exchange.Protocol.Api;

namespace Exchange.IntegrationTests.Desk;

/// <summary>A person's authenticator app (RFC 6238).</summary>
internal static class Authenticator
{
    /// <param name="secret">In base32.</param>
    /// <param name="ahead">Steps ahead of now: one counts too, for a code signs in once.</param>
    public static string Code(string secret, int ahead = 0)
    {
        Base32.TryRead(secret, out var bytes).ShouldBeTrue();
        return Totp.CodeAt(bytes, Totp.StepAt(TimeProvider.System.GetUtcNow()) + ahead);
    }
}
