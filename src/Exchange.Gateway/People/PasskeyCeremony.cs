using System.Text.Json;
using Microsoft.AspNetCore.Identity;

namespace Exchange.Gateway.People;

/// <summary>
/// The two ceremonies of WebAuthn (Level 3, sections 7.1 and 7.2), verified by ASP.NET Core Identity. For which desk they are, the settings
/// say, and never a request: a page elsewhere that passes everything on is refused by the origin that the browser has signed.
/// </summary>
internal sealed class PasskeyCeremony(
    IPasskeyHandler<PersonRow> passkeys,
    PasskeyChallenges challenges,
    ILogger<PasskeyCeremony> logger
)
{
    // Identity would take from it what the settings leave open. They leave nothing open.
    private static HttpContext NoRequest => new DefaultHttpContext();

    /// <summary>A challenge for a new passkey of this person.</summary>
    public async Task<PasskeyChallengeView> BeginAddingAsync(PersonRow person)
    {
        var made = await passkeys.MakeCreationOptionsAsync(
            new()
            {
                Id = person.Id,
                Name = person.Name,
                DisplayName = person.Name,
            },
            NoRequest
        );
        return View(made.CreationOptionsJson, made.AttestationState!);
    }

    /// <summary>A challenge to sign in. It is for nobody in particular, so it tells nobody who has a passkey.</summary>
    public async Task<PasskeyChallengeView> BeginSignInAsync()
    {
        var made = await passkeys.MakeRequestOptionsAsync(user: null, NoRequest);
        return View(made.RequestOptionsJson, made.AssertionState!);
    }

    /// <summary>The new passkey of this person; null if it was refused.</summary>
    public async Task<UserPasskeyInfo?> VerifyNewAsync(PersonRow person, PasskeyAnswer answer)
    {
        var result = await passkeys.PerformAttestationAsync(
            new()
            {
                HttpContext = NoRequest,
                CredentialJson = answer.Credential.GetRawText(),
                AttestationState = challenges.Take(answer.Challenge),
            }
        );
        if (result.Succeeded && result.UserEntity.Id == person.Id)
            return result.Passkey;
        Log(result.Failure);
        return null;
    }

    /// <summary>Whose passkey has answered, and the passkey with its new count; null if it was refused.</summary>
    public async Task<(PersonRow Person, UserPasskeyInfo Passkey)?> VerifyAsync(PasskeyAnswer answer)
    {
        var result = await passkeys.PerformAssertionAsync(
            new()
            {
                HttpContext = NoRequest,
                CredentialJson = answer.Credential.GetRawText(),
                AssertionState = challenges.Take(answer.Challenge),
            }
        );
        if (result.Succeeded)
            return (result.User, result.Passkey);
        Log(result.Failure);
        return null;
    }

    private PasskeyChallengeView View(string options, string state)
    {
        using var document = JsonDocument.Parse(options);
        return new(challenges.Keep(state), document.RootElement.Clone());
    }

    private void Log(PasskeyException? failure) =>
        logger.LogWarning("A passkey was refused: {Reason}", failure?.Message ?? "The challenge was for another person.");
}
