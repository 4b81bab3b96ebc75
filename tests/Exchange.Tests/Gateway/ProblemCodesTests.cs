using System.Text.RegularExpressions;
using Exchange.Gateway.Api;

namespace Exchange.Tests.Gateway;

/// <summary>The catalogue of problems has every code that the gateway refuses with.</summary>
internal sealed partial class ProblemCodesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Exchange.Gateway");

    // Words with a hyphen that are no codes of problems.
    private static readonly string[] Others =
    [
        "date-time",
        "enrolment-code",
        "first-administrator",
        "my-units",
        "new-origin",
        "no-cache",
        "not-ready",
        "openid-connect",
        "passkey-added",
        "passkey-removed",
        "passkey-sign-in",
        "password-and-passkey",
        "password-and-totp",
        "sign-in",
    ];

    private static readonly string[] Refusing =
    [
        "Api",
        "Assigning",
        "Drafting",
        "Evidence",
        "Exporting",
        "Issuing",
        "Linking",
        "Opening",
        "Parties",
        "People",
        "Releasing",
        "Retaining",
        "Submitting",
    ];

    [Test]
    public void Every_code_that_the_gateway_refuses_with_is_in_the_catalogue_and_no_other()
    {
        var code = string.Concat(
            Refusing.SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.cs").Where(IsOfRefusals).Select(File.ReadAllText)
            )
        );

        var used = Hyphenated()
            .Matches(code)
            .Concat(Given().Matches(code))
            .Select(match => match.Groups[1].Value)
            .Except(Others)
            .Distinct()
            .Order(StringComparer.Ordinal);

        used.ShouldBe(ProblemCodes.All);
    }

    private static bool IsOfRefusals(string file) => Path.GetFileName(file) != "ProblemCodes.cs";

    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)+)\"")]
    private static partial Regex Hyphenated();

    // A status and the code, as most refusals begin; in a problem document or in the result of a handler.
    [GeneratedRegex("(?:\\bOf|Refused|new)\\(\\s*(?:StatusCodes\\.\\w+|status|request\\.StatusCode),\\s*\"([a-z-]+)\"")]
    private static partial Regex Given();
}
