using System.Text.Json;
using Exchange.Gateway.Auditing;
using Microsoft.AspNetCore.Identity;

namespace Exchange.Gateway.People;

/// <summary>
/// What administrators do to people. Nobody changes its own account: so one administrator always remains, and nobody gives itself rights
/// unseen.
/// </summary>
internal sealed class PeopleHandler(UserManager<PersonRow> people, Database database, GatewaySettings settings, TimeProvider clock)
{
    public static readonly TimeSpan CodeLife = TimeSpan.FromHours(24);

    private const int LongestSubject = 255;
    private const string Kind = "person";
    private const string Added = "This person was added by the same request. Its enrolment code is shown once: give it a new one.";
    private const string Given = "An enrolment code was given by the same request, and is shown once. Use a new key for a new one.";

    /// <summary>Adds a person, and gives the code with which it enrols.</summary>
    /// <param name="wanted">Who it is, and what it may do.</param>
    /// <param name="by">Who adds it.</param>
    /// <param name="key">The request's Idempotency-Key, if it has one.</param>
    public async Task<PeopleResult> AddAsync(NewCaller wanted, Caller by, string? key = null)
    {
        var call = KeyedCall.Of(Kind, by.Actor, key, "add", JsonSerializer.SerializeToUtf8Bytes(wanted, ProtocolJson.Options));
        if (Repeated(key, call, Added) is { } repeated)
            return repeated;
        if (CallerText.FaultOf(wanted.Name, wanted.Roles, wanted.Units, settings.Units) is { } fault)
            return new PeopleResult.Refused(PeopleResult.Invalid, fault);
        var person = New(wanted, clock.GetUtcNow());
        (person.ChangedBy, person.Call) = (by.Actor, call);
        var code = GiveCode(person);
        return PeopleResult.Of(await people.CreateAsync(person), new(person.Id, code, EndOf(person)));
    }

    public Task<PeopleResult> ChangeAsync(string name, PersonRights rights, Caller by) => OfAnotherAsync(name, by, async person =>
        {
            if (CallerText.FaultOf(person.Name, rights.Roles, rights.Units, settings.Units) is { } fault)
                return new PeopleResult.Refused(PeopleResult.Invalid, fault);
            if (SubjectFault(rights.Subject) is { } subjectFault)
                return new PeopleResult.Refused(PeopleResult.Invalid, subjectFault);
            (person.Roles, person.Units, person.Clearances, person.Disabled) = (
                CallerText.Write(rights.Roles),
                CallerText.WriteUnits(rights.Units),
                CallerText.Write(rights.Clearances),
                rights.Disabled
            );
            SetSubject(person, rights.Subject);
            return PeopleResult.Of(await people.UpdateAsync(person), new(person.Id));
        });

    /// <summary>
    /// Gives a new enrolment code, as when a person has lost its password or its second factor: what it had is void at once.
    /// </summary>
    /// <param name="name">The person's.</param>
    /// <param name="by">Who gives it.</param>
    /// <param name="key">The request's Idempotency-Key, if it has one: a repeat then voids nothing.</param>
    public Task<PeopleResult> GiveCodeAsync(string name, Caller by, string? key = null) => OfAnotherAsync(name, by, async person =>
        {
            person.Call = KeyedCall.Of(Kind, by.Actor, key, $"enrolment {person.Id}", []);
            if (Repeated(key, person.Call, Given) is { } repeated)
                return repeated;
            (person.PasswordHash, person.WrappedKey, person.Totp) = (null, null, null);
            var code = GiveCode(person);
            return PeopleResult.Of(await people.UpdateAsync(person), new(person.Id, code, EndOf(person)));
        });

    /// <summary>A person that has not enrolled yet.</summary>
    public static PersonRow New(NewCaller wanted, DateTimeOffset now) =>
        new()
        {
            Id = MessageId.Write(Guid.CreateVersion7(now)),
            Name = wanted.Name,
            Roles = CallerText.Write(wanted.Roles),
            Units = CallerText.WriteUnits(wanted.Units),
            Clearances = CallerText.Write(wanted.Clearances),
            CreatedAt = now.ToUnixTimeMilliseconds(),
        };

    // Clients may compare it byte by byte: at most 255 characters of ASCII (OpenID Connect Core 1.0, section 2).
    private string? SubjectFault(string? subject) =>
        subject is null ? null
        : settings.SignIn.OpenIdConnect is null ? "'subject' is of a national identity provider, and SignIn:OpenIdConnect names none."
        : subject.Length is 0 or > LongestSubject || subject.Any(one => one is < ' ' or > '~')
            ? $"'subject' must be 1 to {LongestSubject} printable characters of ASCII."
        : null;

    // One that is new takes the place of what the person had to sign in with.
    private void SetSubject(PersonRow person, string? subject)
    {
        var issuer = subject is null ? null : settings.SignIn.OpenIdConnect!.Issuer;
        if (subject is not null && (person.Subject != subject || person.Issuer != issuer))
        {
            (person.PasswordHash, person.WrappedKey, person.Totp, person.EnrolmentHash, person.EnrolmentEndsAt) = (
                null,
                null,
                null,
                null,
                null
            );
        }

        (person.Issuer, person.Subject) = (issuer, subject);
    }

    private async Task<PeopleResult> OfAnotherAsync(string name, Caller by, Func<PersonRow, Task<PeopleResult>> change)
    {
        if (await people.FindByNameAsync(name) is not { } person)
            return new PeopleResult.NotFound();
        if (Callers.ActorOf(person) == by.Actor)
            return new PeopleResult.Refused(PeopleResult.Own, "Nobody changes their own account. Another administrator can.");
        person.ChangedBy = by.Actor;
        return await change(person);
    }

    private PeopleResult.Refused? Repeated(string? key, KeyedCall? call, string done)
    {
        if (key is not null && !CallerKey.IsValid(key))
            return PeopleResult.BadKey;
        using var sql = database.OpenSession();
        return PeopleResult.Repeated(sql, call, done);
    }

    private string GiveCode(PersonRow person)
    {
        var code = Secret.NewCode();
        (person.EnrolmentHash, person.EnrolmentEndsAt) = (Secret.HashOfCode(code), (clock.GetUtcNow() + CodeLife).ToUnixTimeMilliseconds());
        return code;
    }

    private static DateTimeOffset EndOf(PersonRow person) => DateTimeOffset.FromUnixTimeMilliseconds(person.EnrolmentEndsAt!.Value);
}
