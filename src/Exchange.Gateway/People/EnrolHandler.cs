using Exchange.Gateway.Auditing;
using Microsoft.AspNetCore.Identity;

namespace Exchange.Gateway.People;

/// <summary>Lets a person with an enrolment code set its password and its second factor, once.</summary>
internal sealed class EnrolHandler(
    UserManager<PersonRow> people,
    SecondFactor factor,
    Database database,
    AccessRecord record,
    GatewayHome home,
    TimeProvider clock
)
{
    public async Task<PeopleResult> EnrolAsync(Enrolment given)
    {
        if (Find(given.EnrolmentCode) is not { } person)
        {
            await record.SayAsync(LedgerEvents.SignInFailed, Caller.Unknown, "enrolment");
            return new PeopleResult.Refused(
                PeopleResult.EnrolmentRefused,
                "This enrolment code is wrong, was used, or has ended. Whoever has used it signs in; an administrator can give a new one."
            );
        }

        if (!Base32.TryRead(given.Secret, out var secret) || secret.Length < Totp.SecretSize)
            return new PeopleResult.Refused(PeopleResult.Invalid, $"'secret' must be at least {Totp.SecretSize} random bytes in base32.");
        if (Totp.StepOf(secret, given.Code, clock.GetUtcNow()) is null)
        {
            return new PeopleResult.Refused(
                PeopleResult.Invalid,
                "'code' is not what an authenticator shows for 'secret' now. Check its time, and try again."
            );
        }

        factor.Set(person, secret);
        (person.EnrolmentHash, person.EnrolmentEndsAt, person.PasswordHash, person.ChangedBy) = (null, null, null, Callers.ActorOf(person));
        var result = await people.AddPasswordAsync(person, given.Password);
        if (result.Succeeded && person.Name == FirstAdministrator.Name)
            File.Delete(home.FirstAdministrator);
        return PeopleResult.Of(result, new(person.Id));
    }

    private PersonRow? Find(string code)
    {
        using var sql = database.OpenSession();
        return Secret.HashOfCode(code) is { } hash ? PeopleTable.Enrolling(sql, hash, clock.GetUtcNow()) : null;
    }
}
