using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.People;

/// <summary>Makes and revokes the keys of machines.</summary>
internal sealed class KeyHandler(JournalWriter journal, GatewaySettings settings, TimeProvider clock)
{
    private const string Made =
        "This key was made by the same request, and is shown once. If its answer was lost, revoke it and make another under a new name.";

    /// <param name="wanted">For which machine, and what it may do.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="idempotencyKey">The request's Idempotency-Key, if it has one.</param>
    public async Task<PeopleResult> MakeAsync(NewKey wanted, Caller by, string? idempotencyKey = null)
    {
        if (idempotencyKey is not null && !CallerKey.IsValid(idempotencyKey))
            return PeopleResult.BadKey;
        var call = KeyedCall.Of("key", by.Actor, idempotencyKey, "make", JsonSerializer.SerializeToUtf8Bytes(wanted, ProtocolJson.Options));
        if (CallerText.FaultOf(wanted.Name, wanted.Roles, wanted.Units, settings.Units) is { } fault)
            return new PeopleResult.Refused(PeopleResult.Invalid, fault);
        if (wanted.Certificate is not { } pem)
        {
            var token = Secret.NewToken();
            return await MakeAsync(wanted, Secret.HashOfToken(token), token, by, call);
        }

        using var certificate = CertificateRules.Read(pem, clock.GetUtcNow(), out fault);
        return certificate is null
            ? new PeopleResult.Refused(PeopleResult.InvalidCertificate, fault)
            : await MakeAsync(wanted, Secret.HashOf(certificate), secret: null, by, call);
    }

    /// <summary>What is said of a new key.</summary>
    public static NewKeyView View(PeopleResult.Done made, NewKey wanted) =>
        new(Guid.Parse(made.Id), wanted.Name, made.Secret) { Certificate = made.Certificate };

    public async Task<PeopleResult> RevokeAsync(string name, Caller by) =>
        await journal.ProposeAsync(new("key.revoke", by.Actor), transaction => Revoke(transaction, name));

    private async Task<PeopleResult> MakeAsync(NewKey wanted, string hash, string? secret, Caller by, KeyedCall? call)
    {
        var now = clock.GetUtcNow();
        var key = new KeyRow(
            MessageId.Write(Guid.CreateVersion7(now)),
            wanted.Name,
            hash,
            CallerText.Write(wanted.Roles),
            CallerText.WriteUnits(wanted.Units),
            CallerText.Write(wanted.Clearances),
            by.Actor,
            now.ToUnixTimeMilliseconds(),
            RevokedAt: null
        );
        return await journal.ProposeAsync(new("key.make", by.Actor), transaction => Make(transaction, key, secret, call));
    }

    private static PeopleResult Make(JournalTransaction transaction, KeyRow key, string? secret, KeyedCall? call)
    {
        if (PeopleResult.Repeated(transaction.Sql, call, Made) is { } repeated)
            return repeated;
        if (KeyTable.Named(transaction.Sql, key.Name) is not null)
        {
            return new PeopleResult.Refused(
                PeopleResult.Taken,
                "There is a key of this name already, perhaps a revoked one. Choose another name."
            );
        }

        if (KeyTable.Hashed(transaction.Sql, key.Hash) is { } other)
        {
            return new PeopleResult.Refused(
                PeopleResult.CertificateTaken,
                $"The key {other.Name}{(other.RevokedAt is null ? "" : ", which is revoked,")} has this certificate already. "
                    + "Have one made for this machine alone."
            );
        }

        call?.Keep(transaction.Sql, Guid.Parse(key.Id), transaction.Now);
        KeyTable.Insert(transaction.Sql, key with { MadeBy = KeyTable.ResponsibleFor(transaction.Sql, key.MadeBy) });
        transaction.Append(new LeafDraft(LedgerEvents.KeyMade) { Detail = DetailOf(key) });
        return new PeopleResult.Done(key.Id, secret) { Certificate = Secret.CertificateOf(key.Hash) };
    }

    private static JsonObject DetailOf(KeyRow key)
    {
        var detail = new JsonObject { ["key"] = key.Id, ["roles"] = new JsonArray([.. key.Roles.Split(' ')]) };
        if (Secret.CertificateOf(key.Hash) is { } certificate)
            detail["certificate"] = certificate;
        return detail;
    }

    private static PeopleResult Revoke(JournalTransaction transaction, string name)
    {
        if (KeyTable.Named(transaction.Sql, name) is not { } key)
            return new PeopleResult.NotFound();
        if (KeyTable.Revoke(transaction.Sql, key.Id, transaction.Now))
            transaction.Append(new LeafDraft(LedgerEvents.KeyRevoked) { Detail = new() { ["key"] = key.Id } });
        return new PeopleResult.Done(key.Id);
    }
}
