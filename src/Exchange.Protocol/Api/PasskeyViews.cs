using System.Text.Json;

namespace Exchange.Protocol.Api;

/// <summary>With what people can sign in here, besides name, password and code.</summary>
/// <param name="Passkeys">True if a passkey can take the place of the code.</param>
public sealed record SignInWays(bool Passkeys);

/// <summary>A challenge for a person's authenticator (WebAuthn Level 3): good once, and for five minutes.</summary>
/// <param name="Id">Names the challenge in its answer.</param>
/// <param name="Options">
/// What the browser is given: <c>PublicKeyCredentialCreationOptionsJSON</c>, or <c>PublicKeyCredentialRequestOptionsJSON</c> to sign in.
/// </param>
public sealed record PasskeyChallengeView(string Id, JsonElement Options);

/// <summary>What an authenticator answered to a challenge. Not a record: none of it may be printed.</summary>
public sealed class PasskeyAnswer
{
    /// <inheritdoc cref="PasskeyChallengeView.Id"/>
    public required string Challenge { get; init; }

    /// <summary>What the browser gave: <c>RegistrationResponseJSON</c>, or <c>AuthenticationResponseJSON</c> to sign in.</summary>
    public required JsonElement Credential { get; init; }
}

/// <summary>What a person with a passkey signs in with. Not a record: none of it may be printed.</summary>
public sealed class PasskeySignIn
{
    public required string Name { get; init; }

    public required string Password { get; init; }

    public required PasskeyAnswer Passkey { get; init; }
}

/// <summary>A passkey that a person adds.</summary>
public sealed class NewPasskey
{
    /// <summary>By what the person knows it again: 1 to 50 characters.</summary>
    public required string Name { get; init; }

    public required PasskeyAnswer Passkey { get; init; }
}

/// <summary>A passkey of a person.</summary>
/// <param name="Id">Names it when it is removed.</param>
/// <param name="Name">By what the person knows it again.</param>
/// <param name="MadeAt">When it was added.</param>
public sealed record PasskeyView(Guid Id, string Name, DateTimeOffset MadeAt)
{
    /// <summary>When it last signed its person in; absent if it has not yet.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
