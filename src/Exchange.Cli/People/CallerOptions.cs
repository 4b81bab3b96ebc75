namespace Exchange.Cli.People;

/// <summary>What a person or a key may do, as options.</summary>
internal sealed class CallerOptions
{
    public Option<string[]> Roles { get; } =
        new("--role") { Description = $"A role: {CodeNames<Role>.All}. Repeat it for several.", HelpName = "ROLE" };

    public Option<string[]> Units { get; } =
        new("--unit") { Description = "A unit within our party. Repeat it for several.", HelpName = "UNIT" };

    public Option<string[]> Clearances { get; } =
        new("--clearance")
        {
            Description = $"What may be seen beyond the roles: {CodeNames<Clearance>.All}. Repeat it for several.",
            HelpName = "CLEARANCE",
        };

    public IEnumerable<Symbol> All => [Roles, Units, Clearances];

    /// <exception cref="CommandFailedException">A role or a clearance does not exist, or there is no role.</exception>
    public NewCaller Read(Invocation invocation, string name) =>
        Codes<Role>(invocation, Roles) is { Count: > 0 } roles
            ? new(name, roles) { Units = invocation.Value(Units), Clearances = Codes<Clearance>(invocation, Clearances) }
            : throw new CommandFailedException(
                ExitCode.Usage,
                "No role was given.",
                "Nothing was changed.",
                $"Give at least one --role: {CodeNames<Role>.All}."
            );

    /// <summary>The codes that were given; none if the option was not.</summary>
    /// <exception cref="CommandFailedException">One does not exist.</exception>
    public static IReadOnlyList<T> Codes<T>(Invocation invocation, Option<string[]> option)
        where T : struct, Enum =>
        [
            .. (invocation.Value(option) ?? []).Select(text =>
                CodeNames<T>.TryParse(text, out var code)
                    ? code
                    : throw new CommandFailedException(
                        ExitCode.Usage,
                        $"{option.Name} {text} does not exist.",
                        "Nothing was changed.",
                        $"Give one of: {CodeNames<T>.All}."
                    )
            ),
        ];

    /// <summary>What it may do, in a line.</summary>
    public static string Line(IReadOnlyList<Role> roles, IReadOnlyList<string> units, IReadOnlyList<Clearance> clearances) =>
        $"{string.Join(", ", roles.Select(CodeNames<Role>.Write))}{(units.Count == 0 ? "" : $"; unit {string.Join(", ", units)}")}{(clearances.Count == 0 ? "" : $"; may see {string.Join(", ", clearances.Select(CodeNames<Clearance>.Write))}")}";
}
