namespace Exchange.Protocol.Api;

/// <summary>
/// A person or a key to be made: what it may do. A person's name is what it signs in with, a key's says which machine has it.
/// </summary>
public record NewCaller(string Name, IReadOnlyList<Role> Roles)
{
    /// <summary>The units within our party to which it belongs; absent for none.</summary>
    public IReadOnlyList<string>? Units { get; init; }

    public IReadOnlyList<Clearance>? Clearances { get; init; }
}

/// <summary>A key to be made.</summary>
public sealed record NewKey(string Name, IReadOnlyList<Role> Roles) : NewCaller(Name, Roles)
{
    /// <summary>
    /// The certificate (PEM) that the machine shows in TLS, where the API is on TCP; absent for a key that it sends. What it proves is that
    /// it has the private key: who issued it does not matter. It opens the API as long as it is valid.
    /// </summary>
    public string? Certificate { get; init; }
}

/// <summary>What a person may do from now on, as a whole.</summary>
public sealed record PersonRights(IReadOnlyList<Role> Roles, bool Disabled)
{
    /// <inheritdoc cref="NewCaller.Units"/>
    public IReadOnlyList<string>? Units { get; init; }

    public IReadOnlyList<Clearance>? Clearances { get; init; }

    /// <inheritdoc cref="PersonView.Subject"/>
    public string? Subject { get; init; }
}

/// <summary>A person of this gateway.</summary>
/// <param name="Id">As the ledger names it: <c>user:ID</c>.</param>
/// <param name="Name">What it signs in with.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Status">What it can do now.</param>
public sealed record PersonView(Guid Id, string Name, IReadOnlyList<Role> Roles, PersonStatus Status)
{
    /// <inheritdoc cref="NewCaller.Units"/>
    public required IReadOnlyList<string> Units { get; init; }

    public required IReadOnlyList<Clearance> Clearances { get; init; }

    /// <summary>
    /// The person's subject at the national identity provider (<c>sub</c>), with which it signs in there; absent for none. One that is set
    /// takes the place of the password, and of an enrolment code; a new code gives a password beside it.
    /// </summary>
    public string? Subject { get; init; }

    /// <summary>When the enrolment code of a person who waits for enrolment ends.</summary>
    public DateTimeOffset? EnrolmentEndsAt { get; init; }
}

/// <summary>What a person can do now.</summary>
public enum PersonStatus
{
    /// <summary>It can sign in.</summary>
    Active,

    /// <summary>It has nothing to sign in with yet, or an administrator has voided it: it needs an enrolment code or a subject.</summary>
    Enrolling,

    /// <summary>Too many sign-ins have failed; this ends by itself.</summary>
    Locked,

    /// <summary>An administrator has disabled it.</summary>
    Disabled,
}

/// <summary>A code with which a person sets its password and its second factor, shown once.</summary>
public sealed record EnrolmentCodeView(string Name, string Code, DateTimeOffset EndsAt);

/// <summary>What a person sets with its enrolment code. Not a record: none of it may be printed.</summary>
public sealed class Enrolment
{
    /// <summary>The enrolment code; case and hyphens do not matter.</summary>
    public required string EnrolmentCode { get; init; }

    /// <summary>At least 12 characters.</summary>
    public required string Password { get; init; }

    /// <summary>The secret of the second factor (TOTP, RFC 6238), which the client has made: at least 20 random bytes in base32.</summary>
    public required string Secret { get; init; }

    /// <summary>The six digits that the person's authenticator shows for that secret, which prove that it has it.</summary>
    public required string Code { get; init; }
}

/// <summary>What a person signs in with. Not a record: none of it may be printed.</summary>
public sealed class SignIn
{
    public required string Name { get; init; }

    public required string Password { get; init; }

    /// <summary>The six digits that the person's authenticator shows.</summary>
    public required string Code { get; init; }
}

/// <summary>A national account signs in with what its provider says of it. Not a record: none of it may be printed.</summary>
public sealed class IdTokenSignIn
{
    /// <summary>The ID token (OpenID Connect Core 1.0, section 2), not older than five minutes and never presented before.</summary>
    public required string IdToken { get; init; }
}

/// <summary>A session that has begun.</summary>
/// <param name="Name">The name of the person.</param>
/// <param name="Token">Opens the API (RFC 6750) until the session ends; shown once.</param>
/// <param name="EndsAt">When it ends at the latest.</param>
/// <param name="IdleMinutes">After so many minutes without a request it ends too.</param>
public sealed record SessionView(string Name, string Token, DateTimeOffset EndsAt, int IdleMinutes);

/// <summary>Who is asking, by its token.</summary>
/// <param name="Actor">As the ledger names it.</param>
/// <param name="Roles">What it may do.</param>
public sealed record CallerView(string Actor, IReadOnlyList<Role> Roles)
{
    /// <summary>Our party.</summary>
    public required string Party { get; init; }

    /// <summary>All units of our party; none if it has none, so that everyone sees all exchanges.</summary>
    public required IReadOnlyList<string> UnitsOfParty { get; init; }

    /// <inheritdoc cref="NewCaller.Units"/>
    public required IReadOnlyList<string> Units { get; init; }

    public required IReadOnlyList<Clearance> Clearances { get; init; }
}

/// <summary>A key of a machine.</summary>
/// <param name="Id">As the ledger names it: <c>key:ID</c>.</param>
/// <param name="Name">Which machine has it.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="MadeAt">When it was made.</param>
public sealed record KeyView(Guid Id, string Name, IReadOnlyList<Role> Roles, DateTimeOffset MadeAt)
{
    /// <inheritdoc cref="NewCaller.Units"/>
    public required IReadOnlyList<string> Units { get; init; }

    public required IReadOnlyList<Clearance> Clearances { get; init; }

    /// <summary>
    /// The person who answers for what is done with it, as the ledger names people: four eyes take its acts for theirs. <c>operator</c> for
    /// one made while the gateway was stopped.
    /// </summary>
    public required string MadeBy { get; init; }

    /// <summary>What that person signs in with.</summary>
    public string? MadeByName { get; init; }

    /// <inheritdoc cref="NewKeyView.Certificate"/>
    public string? Certificate { get; init; }

    /// <summary>Since when it opens nothing; absent for one that works.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A new key.</summary>
/// <param name="Id">As the ledger names it: <c>key:ID</c>.</param>
/// <param name="Name">Which machine has it.</param>
/// <param name="Key">What the machine sends, shown once: the gateway keeps its hash alone. Absent for a certificate.</param>
public sealed record NewKeyView(Guid Id, string Name, string? Key)
{
    /// <summary>Digest of the certificate (DER) that the machine shows; absent for a key that it sends.</summary>
    public string? Certificate { get; init; }
}
