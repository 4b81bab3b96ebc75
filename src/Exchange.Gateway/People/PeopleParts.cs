using Microsoft.AspNetCore.Identity;

namespace Exchange.Gateway.People;

/// <summary>The parts of this folder, and the rules for names and passwords.</summary>
internal static class PeopleParts
{
    // OWASP's Password Storage Cheat Sheet for PBKDF2 with HMAC-SHA-512.
    private const int HashIterations = 210_000;

    // With a second factor 8 would do (NIST SP 800-63B, section 3.1.1.2); no rules of composition, as it says there.
    private const int ShortestPassword = 12;

    public static void Add(IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashIterations);
        services.AddSingleton<IPasswordHasher<PersonRow>, PasswordHasher<PersonRow>>().AddSingleton<ILookupNormalizer, LowerCaseNames>();
        services
            .AddIdentityCore<PersonRow>(options =>
            {
                options.User.AllowedUserNameCharacters = CallerText.NameCharacters;
                options.Password = new()
                {
                    RequiredLength = ShortestPassword,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
            })
            .AddUserStore<PersonStore>();
        services.AddSingleton<SecondFactor>().AddSingleton<Callers>().AddSingleton<KeyHandler>().AddSingleton<FirstAdministrator>();
        services.AddSingleton<ProviderKeys>().AddSingleton<IdTokenReader>().AddSingleton<IdTokenHandler>();
        services.AddScoped<PeopleHandler>().AddScoped<EnrolHandler>().AddScoped<SessionHandler>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<GatewaySettings>((options, settings) => Bind(options, settings.SignIn));
        services.AddSingleton<PasskeyChallenges>().AddScoped<IPasskeyHandler<PersonRow>, PasskeyHandler<PersonRow>>();
        services.AddScoped<PasskeyCeremony>().AddScoped<OwnPasskeys>();
    }

    // A passkey is for the desk alone, asks its person for a PIN, a finger or a face, and is found without the person's name. Who made the
    // authenticator is not asked: people bring their own.
    private static void Bind(IdentityPasskeyOptions options, SignInSettings settings)
    {
        (options.ServerDomain, options.AuthenticatorTimeout) = (settings.DeskHost, PasskeyChallenges.Life);
        options.ValidateOrigin = claimed => new(claimed.Origin == settings.DeskOrigin && !claimed.CrossOrigin);
        (options.UserVerificationRequirement, options.ResidentKeyRequirement) = ("required", "required");
        options.AttestationConveyancePreference = "none";
    }
}
