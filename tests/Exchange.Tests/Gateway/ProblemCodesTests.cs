using System.Text.RegularExpressions;

namespace Exchange.Tests.Gateway;

/// <summary>
/// The codes that problem documents have are stable: callers decide by them, and the desk has a text for each in the languages of its readers.
/// </summary>
internal sealed partial class ProblemCodesTests
{
    /// <summary>Besides these there is <c>step-N</c>, where N is the receipt code of a step that the life of an exchange does not allow.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "already-done",
        "ambiguous-id",
        "assigned",
        "bad-counterpart",
        "bad-request",
        "bad-search",
        "certificate-taken",
        "changed-meanwhile",
        "clock-in-doubt",
        "consent-missing",
        "database-unavailable",
        "draft-changed",
        "draft-sent",
        "enrolment-refused",
        "export-too-large",
        "fault",
        "forbidden",
        "id-token-invalid",
        "id-token-used",
        "idempotency-key",
        "identity-provider-unreachable",
        "if-match-required",
        "invalid",
        "invalid-certificate",
        "invalid-person",
        "key-reused",
        "link-suspended",
        "log-in-doubt",
        "name-taken",
        "needs-new-origin",
        "no-identity-provider",
        "no-passkeys",
        "no-password",
        "no-pong",
        "no-receipt-yet",
        "no-session",
        "no-units",
        "not-a-time",
        "not-allowed",
        "not-as-shown",
        "not-author",
        "not-awaiting-release",
        "not-cosigned-yet",
        "not-found",
        "not-in-doubt",
        "not-provable",
        "not-recorded",
        "not-suspended",
        "not-yours",
        "on-hold",
        "own-account",
        "own-draft",
        "passkey-refused",
        "person-required",
        "person-stopped",
        "recipient-needed",
        "release-required",
        "sign-in-refused",
        "subject-taken",
        "subject-unknown",
        "time-has-passed",
        "too-many-passkeys",
        "too-often",
        "unauthenticated",
        "unknown-kind",
        "unknown-officer",
        "unknown-parameter",
        "unknown-queue",
        "unknown-reason",
        "unknown-status",
        "unknown-unit",
        "unusable-export",
        "withheld",
        "witness-halted",
    ];

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
        "Auditing",
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
    public void Every_code_that_the_gateway_refuses_with_is_known_and_no_other()
    {
        var code = string.Concat(
            Refusing.SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.cs").Select(File.ReadAllText)
            )
        );

        var used = Hyphenated()
            .Matches(code)
            .Concat(Given().Matches(code))
            .Select(match => match.Groups[1].Value)
            .Except(Others)
            .Distinct()
            .Order(StringComparer.Ordinal);

        used.ShouldBe(All);
    }

    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)+)\"")]
    private static partial Regex Hyphenated();

    // A status and the code, as most refusals begin; in a problem document or in the result of a handler.
    [GeneratedRegex("(?:\\bOf|Refused|new)\\(\\s*(?:StatusCodes\\.\\w+|status|request\\.StatusCode),\\s*\"([a-z-]+)\"")]
    private static partial Regex Given();
}
