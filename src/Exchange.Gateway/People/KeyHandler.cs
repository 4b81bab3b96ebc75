using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.People;

/// <summary>Makes and revokes the keys of machines.</summary>
internal sealed class KeyHandler(JournalWriter journal, GatewaySettings settings, TimeProvider clock)
{
    public async Task<PeopleResult> MakeAsync(NewCaller wanted, Caller by)
    {
        if (CallerText.FaultOf(wanted.Name, wanted.Roles, wanted.Units, settings.Units) is { } fault)
            return new PeopleResult.Refused(PeopleResult.Invalid, fault);
        var (token, now) = (Secret.NewToken(), clock.GetUtcNow());
        var key = new KeyRow(
            MessageId.Write(Guid.CreateVersion7(now)),
            wanted.Name,
            Secret.HashOfToken(token),
            CallerText.Write(wanted.Roles),
            CallerText.WriteUnits(wanted.Units),
            CallerText.Write(wanted.Clearances),
            by.Actor,
            now.ToUnixTimeMilliseconds(),
            RevokedAt: null
        );
        return await journal.ProposeAsync(new("key.make", by.Actor), transaction => Make(transaction, key))
            ? new PeopleResult.Done(key.Id, token)
            : new PeopleResult.Refused(
                PeopleResult.Taken,
                "There is a key of this name already, perhaps a revoked one. Choose another name."
            );
    }

    public async Task<PeopleResult> RevokeAsync(string name, Caller by) =>
        await journal.ProposeAsync(new("key.revoke", by.Actor), transaction => Revoke(transaction, name));

    private static bool Make(JournalTransaction transaction, KeyRow key)
    {
        if (KeyTable.Named(transaction.Sql, key.Name) is not null)
            return false;
        KeyTable.Insert(transaction.Sql, key with { MadeBy = KeyTable.ResponsibleFor(transaction.Sql, key.MadeBy) });
        transaction.Append(
            new LeafDraft(LedgerEvents.KeyMade)
            {
                Detail = new() { ["key"] = key.Id, ["roles"] = new System.Text.Json.Nodes.JsonArray([.. key.Roles.Split(' ')]) },
            }
        );
        return true;
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
