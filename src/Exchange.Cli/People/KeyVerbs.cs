namespace Exchange.Cli.People;

internal sealed class KeyAddVerb : Verb
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "Which machine has it: 2 to 32 characters of a-z, 0-9, '.' and '-'.",
    };
    private readonly CallerOptions _rights = new();
    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "A certificate (PEM) that the machine shows in place of a key, where the API is on TCP; anybody may have issued it.",
        HelpName = "FILE",
    };
    private readonly Option<bool> _stopped = new("--stopped")
    {
        Description = "Make it in the home of a gateway that is stopped (--home), as before anyone can sign in.",
    };

    public KeyAddVerb()
        : base(
            "add",
            "Make a key with which a machine opens the API. It is printed once; the gateway keeps its hash alone. With a certificate its "
                + "digest is printed.",
            "exchange key add case-system --role officer > case-system.key",
            "exchange key add case-system --role officer --certificate case-system.pem",
            "(umask 077; exchange key add local --role operator --stopped --home /var/lib/exchange > /var/lib/exchange/api-key)"
        ) => Take([_name, .. _rights.All, _certificate, _stopped]);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var rights = _rights.Read(invocation, invocation.Required(_name));
        var wanted = new NewKey(rights.Name, rights.Roles)
        {
            Units = rights.Units,
            Clearances = rights.Clearances,
            Certificate = invocation.Value(_certificate) is { } file ? File.ReadAllText(InputFile.Require(file, "certificate (PEM)")) : null,
        };
        if (invocation.Value(_stopped))
        {
            var made = await MakeInStoppedAsync(invocation.Home.Existing(), wanted);
            Answer(invocation, made);
            return;
        }

        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var key = await client.CallAsync<NewKeyView>(HttpMethod.Post, "api/v1/keys", wanted, cancellation);
        Answer(invocation, key);
    }

    private static void Answer(Invocation invocation, NewKeyView made) => invocation.Answer(made, made.Key ?? made.Certificate!);

    /// <summary>Has the gateway's program make a key in a home in which no gateway runs.</summary>
    /// <exception cref="CommandFailedException">One runs there, or the name is taken.</exception>
    public static async Task<NewKeyView> MakeInStoppedAsync(Home home, NewKey wanted, string? passphraseFile = null) =>
        JsonSerializer.Deserialize<NewKeyView>(
            await GatewayProgram
                .Find()
                .RunAsync(["key", "add", JsonSerializer.Serialize(wanted, ProtocolJson.Options), "--home", home.Folder], passphraseFile),
            ProtocolJson.Options
        )!;
}

internal sealed class KeyListVerb : Verb
{
    public KeyListVerb()
        : base("list", "List the keys of machines, also those that were revoked.", "exchange key list") { }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var keys = await client.GetAsync<IReadOnlyList<KeyView>>("api/v1/keys", cancellation);
        invocation.Answer(keys, keys.Select(Line));
    }

    private static string Line(KeyView key)
    {
        var rights = CallerOptions.Line(key.Roles, key.Units, key.Clearances);
        var certificate = key.Certificate is { } digest ? $"; certificate {digest}" : "";
        var revoked = key.RevokedAt is { } at ? $", REVOKED {ProtocolTime.Write(at)}" : "";
        return $"{key.Name}: {rights}; made {ProtocolTime.Write(key.MadeAt)} by {key.MadeByName ?? key.MadeBy}{certificate}{revoked}";
    }
}

internal sealed class KeyRevokeVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "The key." };

    public KeyRevokeVerb()
        : base("revoke", "Revoke a key: it opens nothing any more. Its name cannot be given again.", "exchange key revoke case-system") =>
        Take(_name);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var name = invocation.Required(_name);
        await client.CallAsync(HttpMethod.Delete, $"api/v1/keys/{Uri.EscapeDataString(name)}", null, cancellation);
        invocation.Say($"The key {name} is revoked.");
    }
}
