using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace Exchange.Gateway.People;

/// <summary>The secret of a person's second factor, at rest under the storage key and bound to the person.</summary>
internal sealed class SecondFactor
{
    private readonly IKeyStore _keys;

    public SecondFactor(IKeyStore keys, IPasswordHasher<PersonRow> hasher)
    {
        _keys = keys;
        Nobody = new()
        {
            Id = "nobody",
            Name = "nobody",
            Roles = "",
            Units = "",
            Clearances = "",
            CreatedAt = 0,
        };
        Nobody.PasswordHash = hasher.HashPassword(Nobody, Secret.NewToken());
        Set(Nobody, RandomNumberGenerator.GetBytes(Totp.SecretSize));
    }

    /// <summary>Stands for a name that does not exist: judging it costs what judging a person costs.</summary>
    public PersonRow Nobody { get; }

    public void Set(PersonRow person, ReadOnlySpan<byte> secret) =>
        (person.WrappedKey, person.Totp) = _keys.Content.Encrypt(BoundTo(person), secret);

    /// <summary>The time step that a code of this person is of; null if it is of none near now.</summary>
    public long? StepOf(PersonRow person, string code, DateTimeOffset now)
    {
        var secret = _keys.Content.Decrypt(BoundTo(person), person.WrappedKey, person.Totp);
        try
        {
            return Totp.StepOf(secret, code, now);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static byte[] BoundTo(PersonRow person) => Encoding.UTF8.GetBytes($"totp:{person.Id}");
}
