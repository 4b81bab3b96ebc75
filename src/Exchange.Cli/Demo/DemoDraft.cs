using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Protocol.Messages;

namespace Exchange.Cli.Demo;

/// <summary>
/// How a side of the story sends: it writes a draft and submits it. What must be released waits for the side's supervisor, a person
/// with a password and an authenticator, who reads all that would leave and releases exactly that.
/// </summary>
internal sealed class DemoDraft(DemoParty party, GatewayClient author) : IDisposable
{
    private GatewayClient? _supervisor;

    /// <param name="submission">As <c>exchange submit</c> takes it.</param>
    /// <param name="answered">The message that it answers, and its kind; null if it opens an exchange.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<SentView> SendAsync(
        JsonObject submission,
        (Guid MessageId, CaseKind Kind)? answered,
        PartyName to,
        CancellationToken cancellation
    )
    {
        var draft = new JsonObject
        {
            ["counterpart"] = to.Value,
            ["kind"] = answered?.Kind.Code ?? (string?)submission["kind"],
            ["message"] = Messages.DraftFile.MessageOf(submission),
        };
        if (answered is { MessageId: var id })
            draft["inReplyTo"] = MessageId.Write(id);
        var made = await author.PostAsync<DraftView>(
            "api/v1/drafts",
            Encoding.UTF8.GetBytes(draft.ToJsonString(ProtocolJson.Options)),
            MessageId.New(TimeProvider.System),
            cancellation
        );
        var path = $"api/v1/drafts/{made.Id}";
        var sent = await author.CallAsync<DraftView>(HttpMethod.Post, $"{path}/submit", null, cancellation);
        if (sent.Status == DraftStatus.AwaitingRelease)
        {
            _supervisor ??= await SignInAsync(cancellation);
            var outgoing = await _supervisor.GetAsync<OutgoingView>($"{path}/outgoing", cancellation);
            sent = await _supervisor.CallAsync<DraftView>(
                HttpMethod.Post,
                $"{path}/release",
                new DraftRelease(outgoing.Digest!.Value),
                cancellation
            );
        }

        var message = await author.GetAsync<MessageView>($"api/v1/messages/{made.Id}", cancellation);
        return new(made.Id, sent.ExchangeId!.Value, message.Signed);
    }

    public void Dispose() => _supervisor?.Dispose();

    private async Task<GatewayClient> SignInAsync(CancellationToken cancellation)
    {
        var (secret, password) = (
            RandomNumberGenerator.GetBytes(Totp.SecretSize),
            Base32.Write(RandomNumberGenerator.GetBytes(Totp.SecretSize))
        );
        // The story may be played again.
        var person = new NewCaller($"second-officer-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", [Role.Supervisor])
        {
            Clearances = Enum.GetValues<Clearance>(),
        };
        var given = await author.CallAsync<EnrolmentCodeView>(HttpMethod.Post, "api/v1/people", person, cancellation);
        await author.CallAsync(
            HttpMethod.Post,
            "api/v1/enrolments",
            new Enrolment
            {
                EnrolmentCode = given.Code,
                Password = password,
                Secret = Base32.Write(secret),
                Code = Code(secret),
            },
            cancellation
        );
        var session = await author.CallAsync<SessionView>(
            HttpMethod.Post,
            "api/v1/sessions",
            new SignIn
            {
                Name = person.Name,
                Password = password,
                Code = Code(secret),
            },
            cancellation
        );
        return new(GatewayAddress.Of(party.Home) with { Token = session.Token });
    }

    private static string Code(byte[] secret) => Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));
}

/// <summary>A message that a side of the story has sent.</summary>
internal sealed record SentView(Guid MessageId, Guid ExchangeId, Digest Signed);
