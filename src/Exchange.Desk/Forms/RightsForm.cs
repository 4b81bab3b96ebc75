using Exchange.Desk.Api;

namespace Exchange.Desk.Forms;

/// <summary>What a person or a key may do, as the fields of a form.</summary>
internal sealed record RightsForm
{
    public IReadOnlyList<Role> Roles { get; init; } = [];
    public IReadOnlyList<Clearance> Clearances { get; init; } = [];

    /// <summary>One field has several, with spaces or commas between, where the party has no units to choose of.</summary>
    public IReadOnlyList<string> Units
    {
        get;
        init => field = [.. value.SelectMany(text => (text ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))];
    } = [];

    /// <summary>All units of the party, to choose of.</summary>
    public IReadOnlyList<string> UnitsOfParty { get; init; } = [];

    /// <summary>The same, with the units of the party.</summary>
    public async Task<RightsForm> WithChoicesAsync(GatewayApi api) =>
        this with
        {
            UnitsOfParty = (await api.GetAsync<CallerView>("api/v1/sessions/current")).UnitsOfParty,
        };

    /// <param name="name">Which machine has it.</param>
    /// <param name="certificate">What it shows (PEM); without one it is given a key.</param>
    public NewKey ToKey(string? name, string? certificate) =>
        new((name ?? "").Trim(), Roles)
        {
            Units = Units,
            Clearances = Clearances,
            Certificate = string.IsNullOrWhiteSpace(certificate) ? null : certificate.Trim(),
        };

    public NewCaller ToCaller(string? name) => new((name ?? "").Trim(), Roles) { Units = Units, Clearances = Clearances };
}
