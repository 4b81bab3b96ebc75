namespace Exchange.Cli.People;

internal sealed class UserAddVerb : Verb
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "What the person signs in with: 2 to 32 characters of a-z, 0-9, '.' and '-'.",
    };
    private readonly CallerOptions _rights = new();

    public UserAddVerb()
        : base(
            "add",
            "Add a person. Prints the code with which the person sets its password and its second factor (exchange enrol), once "
                + "and within 24 hours.",
            "exchange user add rahima --role officer --unit CID",
            "exchange user add karim --role supervisor --role auditor"
        ) => Take([_name, .. _rights.All]);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var code = await client.CallAsync<EnrolmentCodeView>(
            HttpMethod.Post,
            "api/v1/people",
            _rights.Read(invocation, invocation.Required(_name)),
            cancellation
        );
        UserText.Answer(invocation, code);
    }
}

internal sealed class UserListVerb : Verb
{
    public UserListVerb()
        : base("list", "List the people of this gateway: what they may do, and whether they can sign in.", "exchange user list --json") { }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var people = await client.GetAsync<IReadOnlyList<PersonView>>("api/v1/people", cancellation);
        invocation.Answer(people, people.Select(UserText.Line));
    }
}

internal sealed class UserSetVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "The person." };
    private readonly CallerOptions _rights = new();
    private readonly Option<string?> _subject = new("--subject")
    {
        Description =
            "The person's subject at the national identity provider, with which it signs in there. It takes the place of its "
                + "password; an enrolment code gives one beside it. \"\" takes it away.",
        HelpName = "SUBJECT",
    };

    public UserSetVerb()
        : base(
            "set",
            "Change what a person may do. An option that is given replaces what the person had; without it, that stays. The "
                + "person's sessions end. Nobody changes their own account.",
            "exchange user set rahima --role officer --role supervisor",
            "exchange user set rahima --clearance victim-data --clearance minor-data",
            "exchange user set rahima --subject 8f2c7a90"
        ) => Take([_name, .. _rights.All, _subject]);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation) =>
        UserText.ChangeAsync(
            invocation,
            invocation.Required(_name),
            person =>
                new(
                    CallerOptions.Codes<Role>(invocation, _rights.Roles) is { Count: > 0 } roles ? roles : person.Roles,
                    person.Status == PersonStatus.Disabled
                )
                {
                    Units = invocation.Value(_rights.Units) is { Length: > 0 } units ? units : person.Units,
                    Clearances = CallerOptions.Codes<Clearance>(invocation, _rights.Clearances) is { Count: > 0 } clearances
                        ? clearances
                        : person.Clearances,
                    Subject = invocation.Value(_subject) is { } subject
                        ? subject.Length > 0
                            ? subject
                            : null
                        : person.Subject,
                },
            cancellation
        );
}

/// <summary>The two verbs by which an account is closed and opened again.</summary>
internal sealed class UserDisableVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "The person." };
    private readonly bool _disabled;

    public UserDisableVerb(bool disabled)
        : base(
            disabled ? "disable" : "enable",
            disabled ? "Disable a person: its sessions end, and it cannot sign in." : "Let a disabled person sign in again.",
            $"exchange user {(disabled ? "disable" : "enable")} rahima"
        )
    {
        _disabled = disabled;
        Take(_name);
    }

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation) =>
        UserText.ChangeAsync(
            invocation,
            invocation.Required(_name),
            person =>
                new(person.Roles, _disabled)
                {
                    Units = person.Units,
                    Clearances = person.Clearances,
                    Subject = person.Subject,
                },
            cancellation
        );
}

internal sealed class UserEnrolCodeVerb : Verb
{
    private readonly Argument<string> _name = new("NAME") { Description = "The person." };

    public UserEnrolCodeVerb()
        : base(
            "enrol-code",
            "Give a person a new enrolment code, as when it has lost its password or its authenticator. What it had is void at "
                + "once, and its sessions end. Check who asks.",
            "exchange user enrol-code rahima"
        ) => Take(_name);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        UserText.Answer(
            invocation,
            await client.CallAsync<EnrolmentCodeView>(
                HttpMethod.Post,
                $"api/v1/people/{Uri.EscapeDataString(invocation.Required(_name))}/enrolment",
                null,
                cancellation
            )
        );
    }
}

/// <summary>People as lines of text.</summary>
internal static class UserText
{
    public static string Line(PersonView person) =>
        $"{person.Name}: {CallerOptions.Line(person.Roles, person.Units, person.Clearances)}; {CodeNames<PersonStatus>.Write(person.Status)}{(person.Subject is { } subject ? $", national account {subject}" : "")}{(person.EnrolmentEndsAt is { } at ? $", enrolment code until {ProtocolTime.Write(at)}" : "")}";

    public static void Answer(Invocation invocation, EnrolmentCodeView code)
    {
        invocation.Say(
            $"Give this code to {code.Name} in person or by telephone, never by mail. It is shown once, and is good until "
                + $"{ProtocolTime.Write(code.EndsAt)}. The person uses it with: exchange enrol"
        );
        invocation.Answer(code, code.Code);
    }

    /// <summary>Changes what a person may do, from what it may do now.</summary>
    public static async Task ChangeAsync(
        Invocation invocation,
        string name,
        Func<PersonView, PersonRights> change,
        CancellationToken cancellation
    )
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var people = await client.GetAsync<IReadOnlyList<PersonView>>("api/v1/people", cancellation);
        var person = people.FirstOrDefault(person => person.Name == name)
            ?? throw new CommandFailedException(
                ExitCode.Refused,
                $"There is no person {name}.",
                "Nothing was changed.",
                "See: exchange user list"
            );
        var rights = change(person);
        await client.CallAsync(HttpMethod.Put, $"api/v1/people/{name}", rights, cancellation);
        invocation.Say($"{name} is changed. Its sessions have ended.");
        invocation.Answer(
            rights,
            $"{name}: {CallerOptions.Line(rights.Roles, rights.Units ?? [], rights.Clearances ?? [])}{(rights.Disabled ? "; disabled" : "")}"
        );
    }
}
