using Microsoft.AspNetCore.Identity;

namespace Exchange.Gateway.People;

/// <summary>
/// Passkeys, as Identity asks for them. It never writes any: what is added, used and removed is written in the transaction that records it.
/// </summary>
internal sealed partial class PersonStore : IUserPasskeyStore<PersonRow>
{
    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PersonRow user, CancellationToken cancellationToken)
    {
        using var sql = database.OpenSession();
        return Task.FromResult<IList<UserPasskeyInfo>>([.. PasskeyTable.Of(sql, user.Id).Select(Info)]);
    }

    public Task<PersonRow?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        using var sql = database.OpenSession();
        return Task.FromResult(PasskeyTable.Find(sql, credentialId) is { } found ? PeopleTable.Find(sql, found.PersonId) : null);
    }

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PersonRow user, byte[] credentialId, CancellationToken cancellationToken)
    {
        using var sql = database.OpenSession();
        return Task.FromResult(PasskeyTable.Find(sql, credentialId) is { } found && found.PersonId == user.Id ? Info(found) : null);
    }

    public Task AddOrUpdatePasskeyAsync(PersonRow user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{nameof(OwnPasskeys)} adds a passkey, and a sign-in counts its use.");

    public Task RemovePasskeyAsync(PersonRow user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{nameof(OwnPasskeys)} removes a passkey.");

    // What verifying does not need was not kept.
    private static UserPasskeyInfo Info(PasskeyRow row) =>
        new(
            row.CredentialId,
            row.PublicKey,
            DateTimeOffset.FromUnixTimeMilliseconds(row.MadeAt),
            (uint)row.SignCount,
            transports: null,
            isUserVerified: true,
            row.BackupEligible,
            isBackedUp: false,
            attestationObject: [],
            clientDataJson: []
        )
        {
            Name = row.Name,
        };
}
