using System.Data.Common;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.People;

/// <summary>
/// What people do to their own passkeys. A passkey takes the place of the code beside the password, so it gives no right to anybody: its
/// person adds and removes it itself, on record.
/// </summary>
internal sealed class OwnPasskeys(
    Database database,
    JournalWriter journal,
    PasskeyCeremony ceremony,
    GatewaySettings settings,
    TimeProvider clock
)
{
    /// <summary>How many a person can have.</summary>
    public const int Most = 10;

    private const int LongestName = 50;

    private static readonly PeopleResult.Refused NotVerified = new(
        PeopleResult.PasskeyRefused,
        "This passkey could not be verified, or is known already. Try again, or use another."
    );

    /// <summary>Those of the caller, the oldest first.</summary>
    public List<PasskeyRow> Of(Caller caller)
    {
        using var sql = database.OpenSession();
        return caller.PersonId is { } id ? PasskeyTable.Of(sql, id) : [];
    }

    public async Task<PeopleResult> BeginAsync(Caller caller)
    {
        PersonRow? person;
        using (var sql = database.OpenSession())
        {
            if (FaultOf(sql, caller, out person) is { } fault)
                return fault;
        }

        return new PeopleResult.Challenged(await ceremony.BeginAddingAsync(person!));
    }

    public async Task<PeopleResult> AddAsync(NewPasskey wanted, Caller caller)
    {
        var name = wanted.Name.Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            return new PeopleResult.Refused(PeopleResult.Invalid, $"'name' must be 1 to {LongestName} characters.");
        if (Find(caller) is not { } person || await ceremony.VerifyNewAsync(person, wanted.Passkey) is not { } passkey)
            return NotVerified;
        var now = clock.GetUtcNow();
        var row = new PasskeyRow(
            MessageId.Write(Guid.CreateVersion7(now)),
            person.Id,
            name,
            passkey.CredentialId,
            passkey.PublicKey,
            passkey.SignCount,
            passkey.IsBackupEligible,
            now.ToUnixTimeMilliseconds(),
            UsedAt: null
        );
        try
        {
            return await journal.ProposeAsync(new("passkey.add", caller.Actor), transaction => Add(transaction, row, caller));
        }
        catch (DbException exception) when (Database.IsConflict(exception))
        {
            return NotVerified;
        }
    }

    public async Task<PeopleResult> RemoveAsync(Guid id, Caller caller) =>
        await journal.ProposeAsync(new("passkey.remove", caller.Actor), transaction =>
            Remove(transaction, MessageId.Write(id), caller.PersonId)
        );

    private PeopleResult Add(JournalTransaction transaction, PasskeyRow passkey, Caller caller)
    {
        // As it is now: an administrator may have voided what the person had in the meantime.
        if (FaultOf(transaction.Sql, caller, out var person) is { } fault)
            return fault;
        PasskeyTable.Insert(transaction.Sql, passkey);
        transaction.Append(PersonStore.Changed(person!, "passkey-added"));
        return new PeopleResult.Done(passkey.Id);
    }

    private static PeopleResult Remove(JournalTransaction transaction, string id, string? personId)
    {
        if (personId is null || !PasskeyTable.Remove(transaction.Sql, personId, id))
            return new PeopleResult.NotFound();
        transaction.Append(PersonStore.Changed(PeopleTable.Find(transaction.Sql, personId)!, "passkey-removed"));
        return new PeopleResult.Done(id);
    }

    private PersonRow? Find(Caller caller)
    {
        using var sql = database.OpenSession();
        return caller.PersonId is { } id ? PeopleTable.Find(sql, id) : null;
    }

    private PeopleResult.Refused? FaultOf(SqlSession sql, Caller caller, out PersonRow? person)
    {
        person = caller.PersonId is { } id ? PeopleTable.Find(sql, id) : null;
        return settings.SignIn.DeskOrigin is null ? new(PeopleResult.NoPasskeys, PeopleResult.NoPasskeysText)
            : person is not { PasswordHash: not null, Disabled: false }
                ? new(PeopleResult.NoPassword, "A passkey is used beside a password of this gateway, and you have none.")
            : PasskeyTable.Of(sql, person.Id).Count >= Most
                ? new(PeopleResult.TooManyPasskeys, $"You have {Most} passkeys, and cannot have more. Remove one first.")
            : null;
    }
}
