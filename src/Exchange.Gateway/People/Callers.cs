using System.Security.Cryptography.X509Certificates;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.People;

/// <summary>
/// Who a token or a certificate belongs to: a person's session, or a machine's key. Rights are read with each request, so that what is
/// taken away ends at once.
/// </summary>
internal sealed class Callers(Database database, JournalWriter journal, TimeProvider clock, ILogger<Callers> logger)
{
    /// <summary>A session without a request for so long has ended.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    // A row is not written with each request.
    private static readonly TimeSpan BetweenUses = TimeSpan.FromMinutes(1);

    public static string ActorOf(PersonRow person) => $"{Caller.PersonActor}{person.Id}";

    /// <summary>The name of a person or of a key, by what the ledger calls it; null for the gateway itself and its operator.</summary>
    public static string? NameOf(SqlSession sql, string actor) =>
        actor.Split(':') switch
        {
            ["user", var id] => PeopleTable.Find(sql, id)?.Name,
            ["key", var id] => KeyTable.NameOf(sql, id),
            _ => null,
        };

    /// <param name="token">Of a session, or a machine's key.</param>
    /// <param name="isUse">False for a request that a page makes by itself: its session ends as if there had been none.</param>
    public Caller? Of(string token, bool isUse = true)
    {
        var hash = Secret.HashOfToken(token);
        using var sql = database.OpenSession();
        if (SessionTable.Find(sql, hash) is { } session)
            return Of(session, PeopleTable.Find(sql, session.PersonId), isUse);
        return OfKey(sql, hash);
    }

    /// <summary>The machine that has shown a certificate in TLS, and with it that it has the private key.</summary>
    public Caller? Of(X509Certificate2 certificate)
    {
        if (CertificateRules.TimeFaultOf(certificate, clock.GetUtcNow()) is not null)
            return null;
        using var sql = database.OpenSession();
        return OfKey(sql, Secret.HashOf(certificate));
    }

    private static Caller? OfKey(SqlSession sql, string hash) =>
        KeyTable.Find(sql, hash) is { } key
            ? new($"{KeyTable.KeyActor}{key.Id}", CallerText.Read<Role>(key.Roles))
            {
                Units = CallerText.ReadUnits(key.Units),
                Clearances = CallerText.Read<Clearance>(key.Clearances),
            }
            : null;

    private Caller? Of(SessionRow session, PersonRow? person, bool isUse)
    {
        var (now, used) = (clock.GetUtcNow(), DateTimeOffset.FromUnixTimeMilliseconds(session.UsedAt));
        if (person is null or { Disabled: true } || now.ToUnixTimeMilliseconds() >= session.EndsAt || now - used >= Idle)
            return null;
        if (isUse && now - used >= BetweenUses)
            _ = UseAsync(session.Hash, now);
        return new(ActorOf(person), CallerText.Read<Role>(person.Roles))
        {
            Units = CallerText.ReadUnits(person.Units),
            Clearances = CallerText.Read<Clearance>(person.Clearances),
        };
    }

    // The request does not wait for it: while nothing can be recorded, a session ends when it has been idle by the last use that was.
    private async Task UseAsync(string hash, DateTimeOffset now)
    {
        try
        {
            await journal.ProposeAsync("session.use", transaction => SessionTable.Use(transaction.Sql, hash, now));
        }
        catch (Exception exception)
        {
            logger.LogWarning("That a session was used is not recorded, so it may end early: {Reason}", exception.Message);
        }
    }
}
