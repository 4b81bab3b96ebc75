using Exchange.Gateway.Auditing;
using Microsoft.AspNetCore.Identity;

namespace Exchange.Gateway.People;

/// <summary>What administrators do to people. Nobody changes its own account: so one administrator always remains, and nobody gives itself rights unseen.</summary>
internal sealed class PeopleHandler(UserManager<PersonRow> people, GatewaySettings settings, TimeProvider clock)
{
    public static readonly TimeSpan CodeLife = TimeSpan.FromHours(24);

    /// <summary>Adds a person, and gives the code with which it enrols.</summary>
    public async Task<PeopleResult> AddAsync(NewCaller wanted, Caller by)
    {
        if (CallerText.FaultOf(wanted.Name, wanted.Roles, wanted.Units, settings.Units) is { } fault)
            return new PeopleResult.Refused(PeopleResult.Invalid, fault);
        var person = New(wanted, clock.GetUtcNow());
        person.ChangedBy = by.Actor;
        var code = GiveCode(person);
        return PeopleResult.Of(await people.CreateAsync(person), new(person.Id, code, EndOf(person)));
    }

    public Task<PeopleResult> ChangeAsync(string name, PersonRights rights, Caller by) => OfAnotherAsync(name, by, async person =>
    {
        if (CallerText.FaultOf(person.Name, rights.Roles, rights.Units, settings.Units) is { } fault)
            return new PeopleResult.Refused(PeopleResult.Invalid, fault);
        (person.Roles, person.Units, person.Clearances, person.Disabled) =
            (CallerText.Write(rights.Roles), CallerText.WriteUnits(rights.Units), CallerText.Write(rights.Clearances), rights.Disabled);
        return PeopleResult.Of(await people.UpdateAsync(person), new(person.Id));
    });

    /// <summary>Gives a new enrolment code, as when a person has lost its password or its second factor: what it had is void at once.</summary>
    public Task<PeopleResult> GiveCodeAsync(string name, Caller by) => OfAnotherAsync(name, by, async person =>
    {
        (person.PasswordHash, person.WrappedKey, person.Totp) = (null, null, null);
        var code = GiveCode(person);
        return PeopleResult.Of(await people.UpdateAsync(person), new(person.Id, code, EndOf(person)));
    });

    /// <summary>A person that has not enrolled yet.</summary>
    public static PersonRow New(NewCaller wanted, DateTimeOffset now) => new()
    {
        Id = MessageId.Write(Guid.CreateVersion7(now)),
        Name = wanted.Name,
        Roles = CallerText.Write(wanted.Roles),
        Units = CallerText.WriteUnits(wanted.Units),
        Clearances = CallerText.Write(wanted.Clearances),
        CreatedAt = now.ToUnixTimeMilliseconds(),
    };

    private async Task<PeopleResult> OfAnotherAsync(string name, Caller by, Func<PersonRow, Task<PeopleResult>> change)
    {
        if (await people.FindByNameAsync(name) is not { } person)
            return new PeopleResult.NotFound();
        if (Callers.ActorOf(person) == by.Actor)
            return new PeopleResult.Refused(PeopleResult.Own, "Nobody changes its own account. Another administrator can.");
        person.ChangedBy = by.Actor;
        return await change(person);
    }

    private string GiveCode(PersonRow person)
    {
        var code = Secret.NewCode();
        (person.EnrolmentHash, person.EnrolmentEndsAt) = (Secret.HashOfCode(code), (clock.GetUtcNow() + CodeLife).ToUnixTimeMilliseconds());
        return code;
    }

    private static DateTimeOffset EndOf(PersonRow person) => DateTimeOffset.FromUnixTimeMilliseconds(person.EnrolmentEndsAt!.Value);
}
