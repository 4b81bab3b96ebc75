using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.People;

/// <summary>Signs in the person of a national account. What follows is a session as any other.</summary>
internal sealed class IdTokenHandler(
    GatewaySettings settings,
    IdTokenReader reader,
    Database database,
    JournalWriter journal,
    AccessRecord record,
    ILogger<IdTokenHandler> logger
)
{
    private const string What = "openid-connect";

    public async Task<IdTokenSignInResult> SignInAsync(string idToken)
    {
        if (settings.SignIn.OpenIdConnect is not { } provider)
            return new IdTokenSignInResult.NoProvider();
        try
        {
            var read = await reader.ReadAsync(idToken);
            if (read is IdTokenResult.Valid valid)
                return await SignInAsync(provider.Issuer, valid);
            logger.LogWarning("An ID token was refused: {Reason}", ((IdTokenResult.Invalid)read).Reason);
            return await RefuseAsync(Caller.Unknown, IdTokenSignInResult.Invalid);
        }
        catch (ProviderUnreachableException exception)
        {
            logger.LogError(
                "Nobody can sign in with a national account: {Issuer} does not say what its keys are: {Reason}",
                provider.Issuer,
                exception.Message
            );
            return new IdTokenSignInResult.ProviderUnreachable();
        }
    }

    private async Task<IdTokenSignInResult> SignInAsync(string issuer, IdTokenResult.Valid valid)
    {
        var found = Find(issuer, valid.Subject);
        var caller = found is null ? Caller.Unknown : new(Callers.ActorOf(found), CallerText.Read<Role>(found.Roles));
        var token = Secret.NewToken();
        var (refusal, endsAt, isRecorded) = await journal.ProposeAsync(new("session.begin", caller.Actor), transaction =>
        {
            IdTokenTable.Forget(transaction.Sql, transaction.Now);
            // As it is now: the person may have been changed since it was found.
            var person = PeopleTable.OfSubject(transaction.Sql, issuer, valid.Subject);
            if (RefusalOf(transaction, valid, person, found) is { } refused)
                return (refused, null, false);
            var (ends, recorded) = SessionHandler.Open(transaction, person!, token, What);
            return ((string?)null, ends, recorded);
        });
        if (refusal is not null)
            return await RefuseAsync(caller, refusal);
        if (!isRecorded)
            await record.SayAsync(LedgerEvents.SignedIn, caller, What);
        return new IdTokenSignInResult.SignedIn(SessionHandler.View(found!, token, endsAt!.Value));
    }

    private PersonRow? Find(string issuer, string subject)
    {
        using var sql = database.OpenSession();
        return PeopleTable.OfSubject(sql, issuer, subject);
    }

    // A token counts as presented whatever comes of it.
    private static string? RefusalOf(JournalTransaction transaction, IdTokenResult.Valid valid, PersonRow? person, PersonRow? found) =>
        !IdTokenTable.Use(transaction.Sql, valid.Hash, valid.EndsAt) ? IdTokenSignInResult.Used
        : person is null || person.Id != found?.Id ? IdTokenSignInResult.UnknownSubject
        : person.Disabled || person.LockedUntil > transaction.Now.ToUnixTimeMilliseconds() ? IdTokenSignInResult.Stopped
        : null;

    private async Task<IdTokenSignInResult> RefuseAsync(Caller caller, string code)
    {
        await record.SayAsync(LedgerEvents.SignInFailed, caller, code);
        return new IdTokenSignInResult.Refused(code);
    }
}

/// <summary>What became of a sign-in with a national account.</summary>
internal abstract record IdTokenSignInResult
{
    public sealed record SignedIn(SessionView Session) : IdTokenSignInResult
    {
        // Its token is not printed.
        public override string ToString() => nameof(SignedIn);
    }

    public sealed record NoProvider : IdTokenSignInResult;

    public sealed record ProviderUnreachable : IdTokenSignInResult;

    /// <param name="Code">As the ledger and the problem document have it.</param>
    public sealed record Refused(string Code) : IdTokenSignInResult;

    public const string Invalid = "id-token-invalid";
    public const string Used = "id-token-used";
    public const string UnknownSubject = "subject-unknown";
    public const string Stopped = "person-stopped";
}
