namespace Exchange.Cli.People;

internal sealed class KeyAddVerb : Verb
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "Which machine has it: 2 to 32 characters of a-z, 0-9, '.' and '-'.",
    };
    private readonly CallerOptions _rights = new();
    private readonly Option<bool> _stopped = new("--stopped")
    {
        Description = "Make it in the home of a gateway that is stopped (--home), as before anyone can sign in.",
    };

    public KeyAddVerb()
        : base(
            "add",
            "Make a key with which a machine opens the API. It is printed once; the gateway keeps its hash alone.",
            "exchange key add case-system --role officer > case-system.key",
            "(umask 077; exchange key add local --role operator --stopped --home /var/lib/exchange > /var/lib/exchange/api-key)"
        ) => Take([_name, .. _rights.All, _stopped]);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var wanted = _rights.Read(invocation, invocation.Required(_name));
        if (invocation.Value(_stopped))
        {
            var made = await MakeInStoppedAsync(invocation.Home.Existing(), wanted);
            invocation.Answer(made, made.Key);
            return;
        }

        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var key = await client.CallAsync<NewKeyView>(HttpMethod.Post, "api/v1/keys", wanted, cancellation);
        invocation.Answer(key, key.Key);
    }

    /// <summary>Has the gateway's program make a key in a home in which no gateway runs.</summary>
    /// <exception cref="CommandFailedException">One runs there, or the name is taken.</exception>
    public static async Task<NewKeyView> MakeInStoppedAsync(Home home, NewCaller wanted, string? passphraseFile = null) =>
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
        invocation.Answer(
            keys,
            keys.Select(key =>
                $"{key.Name}: {CallerOptions.Line(key.Roles, key.Units, key.Clearances)}; made {ProtocolTime.Write(key.MadeAt)} by {key.MadeByName ?? key.MadeBy}{(key.RevokedAt is { } at ? $", REVOKED {ProtocolTime.Write(at)}" : "")}"
            )
        );
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
