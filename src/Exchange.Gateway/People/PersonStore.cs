using System.Data.Common;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;

namespace Exchange.Gateway.People;

/// <summary>
/// The people as ASP.NET Core Identity has them. Each change is one transaction of the journal: the row, the ledger's entry that says what
/// changed, and the end of the person's sessions, which would go on with the rights of before.
/// </summary>
internal sealed partial class PersonStore(Database database, JournalWriter journal, IdentityErrorDescriber errors)
    : IUserPasswordStore<PersonRow>
{
    public async Task<IdentityResult> CreateAsync(PersonRow user, CancellationToken cancellationToken)
    {
        try
        {
            await journal.ProposeAsync(new("person.add", user.ChangedBy), transaction => Add(transaction, user), cancellationToken);
            return IdentityResult.Success;
        }
        catch (DbException exception) when (Database.IsConflict(exception))
        {
            return IdentityResult.Failed(errors.DuplicateUserName(user.Name));
        }
    }

    public async Task<IdentityResult> UpdateAsync(PersonRow user, CancellationToken cancellationToken)
    {
        try
        {
            return await journal.ProposeAsync(
                new("person.change", user.ChangedBy),
                transaction => Change(transaction, user),
                cancellationToken
            )
                ? IdentityResult.Success
                : IdentityResult.Failed(errors.ConcurrencyFailure());
        }
        catch (DbException exception) when (Database.IsConflict(exception))
        {
            // The one thing that two people may not share and that changes.
            return IdentityResult.Failed(
                new IdentityError { Code = PeopleResult.SubjectTaken, Description = "Another person has this subject." }
            );
        }
    }

    public Task<IdentityResult> DeleteAsync(PersonRow user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A person is disabled and never deleted: the ledger names it.");

    public Task<PersonRow?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        using var sql = database.OpenSession();
        return Task.FromResult(PeopleTable.Find(sql, userId));
    }

    public Task<PersonRow?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        // PostgreSQL refuses to compare with what cannot be text of its own.
        if (!CallerText.IsName(normalizedUserName))
            return Task.FromResult<PersonRow?>(null);
        using var sql = database.OpenSession();
        return Task.FromResult(PeopleTable.Named(sql, normalizedUserName));
    }

    public Task<string> GetUserIdAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(PersonRow user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Name);

    public Task<string?> GetPasswordHashAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(PersonRow user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null);

    public Task SetPasswordHashAsync(PersonRow user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    // A name is its own normal form, and stays.
    public Task SetUserNameAsync(PersonRow user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetNormalizedUserNameAsync(PersonRow user, string? normalizedName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public void Dispose() { }

    /// <summary>Adds a person in a transaction of the journal.</summary>
    internal static void Add(JournalTransaction transaction, PersonRow person)
    {
        PeopleTable.Insert(transaction.Sql, person);
        person.Call?.Keep(transaction.Sql, Guid.Parse(person.Id), transaction.Now);
        transaction.Append(
            new LeafDraft(LedgerEvents.PersonAdded)
            {
                Detail = new() { ["person"] = person.Id, ["roles"] = Codes(person.Roles) },
            }
        );
    }

    /// <summary>The entry of a change.</summary>
    internal static LeafDraft Changed(PersonRow person, string changed) =>
        new(LedgerEvents.PersonChanged)
        {
            Detail = new()
            {
                ["person"] = person.Id,
                ["changed"] = Codes(changed),
                ["roles"] = Codes(person.Roles),
            },
        };

    /// <summary>
    /// Changes a person in a transaction of the journal, if it is not so already; false if another change came before.
    /// </summary>
    internal static bool Change(JournalTransaction transaction, PersonRow person)
    {
        var former = PeopleTable.Find(transaction.Sql, person.Id);
        // A request with the same key may be in this batch, of another person.
        if (former is null || former.Version != person.Version || person.Call?.Find(transaction.Sql) is not null)
            return false;
        if (Difference(former, person) is not { Length: > 0 } changed)
            return true;
        PeopleTable.Update(transaction.Sql, person);
        person.Call?.Keep(transaction.Sql, Guid.Parse(person.Id), transaction.Now);
        // Both are the second factor, and end together.
        if (!former.Totp.AsSpan().SequenceEqual(person.Totp))
            PasskeyTable.RemoveAll(transaction.Sql, person.Id);
        SessionTable.EndAll(transaction.Sql, person.Id);
        transaction.Append(Changed(person, changed));
        return true;
    }

    private static string Difference(PersonRow former, PersonRow person) =>
        string.Join(
            ' ',
            new[]
            {
                former.Roles == person.Roles ? null : "roles",
                former.Units == person.Units ? null : "units",
                former.Clearances == person.Clearances ? null : "clearances",
                former.Subject == person.Subject && former.Issuer == person.Issuer ? null : "subject",
                former.Disabled == person.Disabled ? null
                : person.Disabled ? "disabled"
                : "enabled",
                former.EnrolmentHash == person.EnrolmentHash || person.EnrolmentHash is null ? null : "enrolment-code",
                former.PasswordHash == person.PasswordHash || person.PasswordHash is null ? null : "credentials",
            }.OfType<string>()
        );

    private static JsonArray Codes(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}

/// <summary>Names are lower case (<see cref="CallerText"/>); what is typed is brought to that.</summary>
internal sealed class LowerCaseNames : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name?.ToLowerInvariant();

    public string? NormalizeEmail(string? email) => email;
}
