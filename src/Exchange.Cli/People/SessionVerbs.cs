using System.Security.Cryptography;

namespace Exchange.Cli.People;

internal sealed class EnrolVerb : Verb
{
    private const int SecretSize = 20;

    private readonly Argument<string> _name = new("NAME")
    {
        Description = "Your own name, as the administrator has given it: your authenticator shows it.",
    };

    public EnrolVerb()
        : base(
            "enrol",
            "Set your password and your authenticator with the enrolment code that an administrator has given you. Asks for all "
                + "of it; nothing secret stands on the command line.",
            "exchange enrol rahima"
        ) => Take(_name);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var ask = invocation.Surroundings.AskSecret;
        using var client = new GatewayClient(GatewayAddress.WithoutToken(invocation));
        var (name, code, password) = (invocation.Required(_name), ask("Enrolment code"), ask("New password, at least 12 characters"));
        if (ask("The same password again") != password)
            throw new CommandFailedException(ExitCode.Usage, "The two passwords differ.", "Nothing was changed.", "Try again.");
        var secret = Base32.Write(RandomNumberGenerator.GetBytes(SecretSize));
        invocation.Say(
            $"Add this to your authenticator: otpauth://totp/Exchange:{Uri.EscapeDataString(name)}?secret={secret}&issuer=Exchange"
        );
        invocation.Say($"Or type the secret: {string.Join(' ', secret.Chunk(4).Select(group => new string(group)))}");
        await client.CallAsync(
            HttpMethod.Post,
            "api/v1/enrolments",
            new Enrolment
            {
                EnrolmentCode = code,
                Password = password,
                Secret = secret,
                Code = ask("Code that it shows"),
            },
            cancellation
        );
        invocation.Say("You are enrolled. Sign in with the next code: exchange login");
    }
}

internal sealed class LoginVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Your name." };

    public LoginVerb()
        : base(
            "login",
            "Sign in. Asks for your password and the code of your authenticator; the other commands then work with your rights, "
                + "until you sign out, for at most 12 hours.",
            "exchange login rahima"
        ) => Take(_name);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var ask = invocation.Surroundings.AskSecret;
        var address = GatewayAddress.WithoutToken(invocation);
        using var client = new GatewayClient(address);
        var given = new SignIn
        {
            Name = invocation.Required(_name),
            Password = ask("Password"),
            Code = ask("Code of your authenticator"),
        };
        var session = await client.CallAsync<SessionView>(HttpMethod.Post, "api/v1/sessions", given, cancellation);
        SessionFile.Write(invocation, address, session.Token);
        invocation.Say(
            $"You are signed in until {ProtocolTime.Write(session.EndsAt)}; after "
                + $"{session.IdleMinutes.ToString(CultureInfo.InvariantCulture)} minutes without a command sooner. Sign out with: "
                + "exchange logout"
        );
    }
}

internal sealed class LogoutVerb : Verb
{
    public LogoutVerb()
        : base("logout", "Sign out: the session ends, and its token is removed from this machine.", "exchange logout") { }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var address = GatewayAddress.WithoutToken(invocation);
        if (SessionFile.Read(invocation, address) is not { } token)
            throw new CommandFailedException(ExitCode.Usage, $"You are not signed in at {address}.", "Nothing was changed.");
        using var client = new GatewayClient(address with { Token = token });
        try
        {
            await client.CallAsync(HttpMethod.Delete, "api/v1/sessions/current", null, cancellation);
        }
        catch (CommandFailedException failure) when (failure.Problem == "unauthenticated")
        {
            // It has ended by itself.
        }

        SessionFile.Remove(invocation, address);
        invocation.Say("You are signed out.");
    }
}
