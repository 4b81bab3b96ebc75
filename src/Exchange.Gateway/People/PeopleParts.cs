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
    }
}
