using Exchange.Gateway.Auditing;
using Microsoft.AspNetCore.Identity;

namespace Exchange.Gateway.People;

/// <summary>
/// Signs people in and out. Who is refused learns nothing else: not which part was wrong, and neither by the answer nor by its time whether
/// there is a person of that name.
/// </summary>
internal sealed class SessionHandler(
    UserManager<PersonRow> people,
    SecondFactor factor,
    PasskeyCeremony passkeys,
    JournalWriter journal,
    AccessRecord record,
    TimeProvider clock
)
{
    /// <summary>A session ends after a shift, used or not.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>After so many failures no sign-in succeeds for a while, the right one neither.</summary>
    public const int MostFailures = 5;

    public static readonly TimeSpan Locked = TimeSpan.FromMinutes(15);

    /// <returns>Null if it was refused.</returns>
    public async Task<SessionView?> SignInAsync(SignIn given)
    {
        var (found, person) = await FindAsync(given.Name);
        var isPassword = await people.CheckPasswordAsync(person, given.Password);
        var step = factor.StepOf(person, given.Code, clock.GetUtcNow());
        return await BeginAsync(
            found,
            person,
            isPassword && step is { } of ? transaction => PeopleTable.UseCode(transaction.Sql, person.Id, of) : null,
            "password-and-totp",
            "sign-in"
        );
    }

    /// <inheritdoc cref="SignInAsync(SignIn)"/>
    public async Task<SessionView?> SignInAsync(PasskeySignIn given)
    {
        var (found, person) = await FindAsync(given.Name);
        var isPassword = await people.CheckPasswordAsync(person, given.Password);
        var verified = await passkeys.VerifyAsync(given.Passkey);
        return await BeginAsync(
            found,
            person,
            isPassword && verified is (var owner, var passkey) && owner.Id == person.Id
                ? transaction =>
                    PasskeyTable.Use(transaction.Sql, person.Id, passkey.CredentialId, passkey.SignCount, transaction.Now)
                : null,
            "password-and-passkey",
            "passkey-sign-in"
        );
    }

    /// <summary>Ends the session of a token; false if it is none.</summary>
    public async Task<bool> SignOutAsync(string token, Caller caller)
    {
        var (hasEnded, isRecorded) = await journal.ProposeAsync(new("session.end", caller.Actor), transaction =>
        {
            var ended = SessionTable.End(transaction.Sql, Secret.HashOfToken(token));
            return (ended, ended && TryAppend(transaction, LedgerEvents.SignedOut, "session"));
        });
        if (hasEnded && !isRecorded)
            await record.SayAsync(LedgerEvents.SignedOut, caller, "session");
        return hasEnded;
    }

    private async Task<(PersonRow? Found, PersonRow Person)> FindAsync(string name)
    {
        var found = await people.FindByNameAsync(name);
        // One that has not enrolled is judged as one that does not exist is: with all the work.
        return (found, found is { PasswordHash: not null, Totp: not null } ? found : factor.Nobody);
    }

    // The second factor is used up in the transaction that begins the session; null if password or factor was wrong.
    private async Task<SessionView?> BeginAsync(
        PersonRow? found,
        PersonRow person,
        Func<JournalTransaction, bool>? use,
        string what,
        string failure
    )
    {
        var caller = found is null ? Caller.Unknown : new(Callers.ActorOf(found), CallerText.Read<Role>(found.Roles));
        var token = Secret.NewToken();
        var (endsAt, isRecorded) = await journal.ProposeAsync(new("session.begin", caller.Actor), transaction =>
            use?.Invoke(transaction) is true
            && PeopleTable.SignIn(transaction.Sql, person.Id, transaction.Now, person.PasswordHash!)
                ? Open(transaction, person, token, what)
                : Fail(transaction, person)
        );
        if (endsAt is null)
        {
            // Not waited for, as only the first of a minute is recorded at once, and the time would tell.
            _ = record.SayAsync(LedgerEvents.SignInFailed, caller, failure);
            return null;
        }

        if (!isRecorded)
            await record.SayAsync(LedgerEvents.SignedIn, caller, what);
        return View(person, token, endsAt.Value);
    }

    /// <summary>Begins a session of a person who may sign in, in a transaction of the journal.</summary>
    /// <param name="what">With what it signed in: a code.</param>
    /// <returns>When it ends at the latest, and whether the ledger has it already.</returns>
    internal static (DateTimeOffset? EndsAt, bool IsRecorded) Open(
        JournalTransaction transaction,
        PersonRow person,
        string token,
        string what
    )
    {
        var now = transaction.Now;
        SessionTable.Forget(transaction.Sql, now, now - Callers.Idle);
        SessionTable.Insert(
            transaction.Sql,
            new(Secret.HashOfToken(token), person.Id, now.ToUnixTimeMilliseconds(), (now + Longest).ToUnixTimeMilliseconds())
        );
        return (now + Longest, TryAppend(transaction, LedgerEvents.SignedIn, what));
    }

    internal static SessionView View(PersonRow person, string token, DateTimeOffset endsAt) =>
        new(person.Name, token, endsAt, (int)Callers.Idle.TotalMinutes);

    // For a name that does not exist too: it costs the same commit.
    private static (DateTimeOffset? EndsAt, bool IsRecorded) Fail(JournalTransaction transaction, PersonRow person)
    {
        if (PeopleTable.Fail(transaction.Sql, person.Id, transaction.Now, MostFailures, Locked) && transaction.CanAppend)
            transaction.Append(PersonStore.Changed(person, "locked"));
        return (null, false);
    }

    // Who must resume a suspended ledger must be able to sign in: it is recorded later.
    private static bool TryAppend(JournalTransaction transaction, string @event, string what)
    {
        if (transaction.CanAppend)
        {
            transaction.Append(
                new LeafDraft(@event)
                {
                    Detail = new() { ["count"] = 1, ["what"] = what },
                }
            );
        }

        return transaction.CanAppend;
    }
}
