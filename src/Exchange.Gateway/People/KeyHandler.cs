using System.Text.Json.Nodes;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.People;

/// <summary>Makes and revokes the keys of machines.</summary>
internal sealed class KeyHandler(JournalWriter journal, GatewaySettings settings, TimeProvider clock)
{
    public async Task<PeopleResult> MakeAsync(NewKey wanted, Caller by)
    {
        if (CallerText.FaultOf(wanted.Name, wanted.Roles, wanted.Units, settings.Units) is { } fault)
            return new PeopleResult.Refused(PeopleResult.Invalid, fault);
        if (wanted.Certificate is not { } pem)
        {
            var token = Secret.NewToken();
            return await MakeAsync(wanted, Secret.HashOfToken(token), token, by);
        }

        using var certificate = CertificateRules.Read(pem, clock.GetUtcNow(), out fault);
        return certificate is null
            ? new PeopleResult.Refused(PeopleResult.InvalidCertificate, fault)
            : await MakeAsync(wanted, Secret.HashOf(certificate), secret: null, by);
    }

    /// <summary>What is said of a new key.</summary>
    public static NewKeyView View(PeopleResult.Done made, NewKey wanted) =>
        new(Guid.Parse(made.Id), wanted.Name, made.Secret) { Certificate = made.Certificate };

    public async Task<PeopleResult> RevokeAsync(string name, Caller by) =>
        await journal.ProposeAsync(new("key.revoke", by.Actor), transaction => Revoke(transaction, name));

    private async Task<PeopleResult> MakeAsync(NewKey wanted, string hash, string? secret, Caller by)
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
        return await journal.ProposeAsync(new("key.make", by.Actor), transaction => Make(transaction, key, secret));
    }

    private static PeopleResult Make(JournalTransaction transaction, KeyRow key, string? secret)
    {
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
