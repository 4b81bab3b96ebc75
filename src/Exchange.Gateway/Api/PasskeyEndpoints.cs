using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;

namespace Exchange.Gateway.Api;

/// <summary>The passkeys of whoever asks.</summary>
internal static class PasskeyEndpoints
{
    public static IResult List(Caller caller, OwnPasskeys own) => Results.Json(own.Of(caller).Select(View), ProtocolJson.Options);

    public static async Task<IResult> ChallengeAsync(Caller caller, OwnPasskeys own) =>
        PeopleEndpoints.Answer(await own.BeginAsync(caller), "passkey");

    public static async Task<IResult> AddAsync(NewPasskey wanted, Caller caller, OwnPasskeys own) =>
        PeopleEndpoints.Answer(await own.AddAsync(wanted, caller), "passkey");

    public static async Task<IResult> RemoveAsync(Guid id, Caller caller, OwnPasskeys own) =>
        PeopleEndpoints.Answer(await own.RemoveAsync(id, caller), "passkey");

    private static PasskeyView View(PasskeyRow passkey) =>
        new(Guid.Parse(passkey.Id), passkey.Name, DateTimeOffset.FromUnixTimeMilliseconds(passkey.MadeAt))
        {
            UsedAt = passkey.UsedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        };
}
