using Exchange.Gateway.Auditing;
using Microsoft.AspNetCore.Identity;

namespace Exchange.Gateway.People;

/// <summary>What became of a change of people or keys. Nothing was changed unless it is done.</summary>
internal abstract record PeopleResult
{
    /// <param name="Secret">What is shown once, if something is: an enrolment code or a key.</param>
    public sealed record Done(string Id, string? Secret = null, DateTimeOffset? EndsAt = null) : PeopleResult
    {
        /// <summary>Digest of the certificate of a new key that has one.</summary>
        public string? Certificate { get; init; }

        // A secret is not printed.
        public override string ToString() => $"Done {Id}";
    }

    public sealed record NotFound : PeopleResult;

    /// <summary>Something for the person's authenticator to answer.</summary>
    public sealed record Challenged(PasskeyChallengeView Challenge) : PeopleResult;

    /// <param name="Code">Stable code of the problem.</param>
    /// <param name="Text">What is wrong, in a sentence.</param>
    public sealed record Refused(string Code, string Text) : PeopleResult;

    public const string Invalid = "invalid-person";
    public const string Taken = "name-taken";
    public const string InvalidCertificate = "invalid-certificate";
    public const string CertificateTaken = "certificate-taken";
    public const string SubjectTaken = "subject-taken";
    public const string ChangedMeanwhile = "changed-meanwhile";
    public const string Own = "own-account";
    public const string EnrolmentRefused = "enrolment-refused";
    public const string PasskeyRefused = "passkey-refused";
    public const string NoPasskeys = "no-passkeys";
    public const string NoPassword = "no-password";
    public const string TooManyPasskeys = "too-many-passkeys";
    public const string AlreadyDone = "already-done";

    public const string NoPasskeysText =
        "This gateway does not know the address of its desk, so it has no passkeys. Set SignIn:DeskUrl in gateway.json.";

    /// <summary>The Idempotency-Key of a request, which needs none, is malformed.</summary>
    public static Refused BadKey { get; } = new(CallerKey.Code, CallerKey.Form);

    /// <summary>
    /// Why a request is not done that gives a secret: with its key one was given, which is not kept and cannot be given again.
    /// </summary>
    /// <param name="sql">To look the key up.</param>
    /// <param name="call">The request with its key; null if it has none.</param>
    /// <param name="done">What to say of the same request: what has happened, and what to do if its answer was lost.</param>
    public static Refused? Repeated(SqlSession sql, KeyedCall? call, string done) =>
        call?.Find(sql) is not var (_, isSame) ? null
        : isSame ? new(AlreadyDone, done)
        : new(CallerKey.Reused, CallerKey.ReusedText);

    /// <summary>What Identity has found.</summary>
    public static PeopleResult Of(IdentityResult result, Done done) =>
        result.Errors.FirstOrDefault() switch
        {
            null => done,
            { Code: nameof(IdentityErrorDescriber.DuplicateUserName) } => new Refused(Taken, "There is a person of this name already."),
            { Code: nameof(IdentityErrorDescriber.ConcurrencyFailure) } => new Refused(
                ChangedMeanwhile,
                "Somebody else has changed this person meanwhile. Look again, and repeat it if it is still wanted."
            ),
            { Code: SubjectTaken, Description: var text } => new Refused(SubjectTaken, text),
            var error => new Refused(Invalid, error.Description),
        };
}
