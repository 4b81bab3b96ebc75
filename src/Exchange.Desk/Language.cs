using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Exchange.Desk;

/// <summary>The languages of the desk; a person's choice is in a cookie, else the browser's is taken.</summary>
internal static class Language
{
    public const string Cookie = "desk-language";

    /// <summary>Each with its own name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>
        {
            ["en"] = "English",
            ["bn"] = "বাংলা",
            ["ms"] = "Bahasa Melayu",
        };

    public static void Add(IServiceCollection services, DeskSettings settings)
    {
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var cultures = All.Keys.Select(code => new CultureInfo(code)).ToList();
            options.DefaultRequestCulture = new("en");
            options.SupportedCultures = options.SupportedUICultures = cultures;
            options.RequestCultureProviders =
            [
                new CookieRequestCultureProvider { CookieName = settings.CookieName(Cookie) },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
    }
}

/// <summary>The texts of the desk: English is in the pages, other languages in <c>Resources/Words.*.resx</c>.</summary>
internal sealed class Words;
