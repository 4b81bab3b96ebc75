using Exchange.Cli.Parties;

namespace Exchange.Cli.Gateway;

internal sealed class QuarantineVerb : Verb
{
    private readonly Option<string?> _counterpart = new("--counterpart")
    {
        Description = "Show what lay in this counterpart's mailbox only.",
        HelpName = "PARTY",
    };
    private readonly Option<long?> _before = PageOption.Create();

    public QuarantineVerb()
        : base(
            "quarantine",
            "List what arrived and nobody is proved to have sent, and why, the newest first. Never what it says.",
            "exchange quarantine",
            "exchange quarantine --counterpart MYS --json"
        ) => Take(_counterpart, _before);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        string[] query =
        [
            .. invocation.Value(_counterpart) is { } party ? [$"counterpart={PartyArgument.Parse(party)}"] : Array.Empty<string>(),
            .. PageOption.Query(invocation, _before),
        ];
        var (kept, next) = await client.GetPageAsync<IReadOnlyList<QuarantinedView>>(
            $"api/v1/quarantine?{string.Join('&', query)}",
            cancellation
        );
        invocation.Answer(kept, kept.Count == 0 ? ["Nothing is quarantined."] : kept.Select(Line));
        PageOption.SayMore(invocation, next, "older arrivals");
    }

    private static string Line(QuarantinedView kept) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{kept.Id} {ProtocolTime.Write(kept.ArrivedAt)} mailbox of {kept.Counterpart}: {kept.Code} {kept.Text} {kept.Size} "
                + $"bytes, {kept.Times} times, {kept.Sealed}"
        );
}

internal sealed class CertificatesVerb : Verb
{
    public CertificatesVerb()
        : base(
            "certificates",
            "List what ends and must be renewed, ours and the counterparts': each by the earliest end of its whole chain, the "
                + "earliest first.",
            "exchange certificates",
            "exchange certificates --json"
        )
    { }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var certificates = await client.GetAsync<IReadOnlyList<CertificateView>>("api/v1/certificates", cancellation);
        var now = invocation.Surroundings.Time.Now();
        invocation.Answer(certificates, certificates.Select(certificate => Line(certificate, certificate.DaysLeft(now))));
    }

    private static string Line(CertificateView certificate, int days) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{certificate.Party} {CodeNames<CertificateUse>.Write(certificate.Use)}{(certificate.At is { } at ? $" at {at}" : "")}: {(days < 0 ? "ENDED" : $"{days} days left")}, {ProtocolTime.Write(certificate.ValidUntil)}, {certificate.Subject}{(days < CertificateView.RenewDays ? $". {certificate.ToDo}" : "")}"
        );
}

internal sealed class SettingsVerb : Verb
{
    public SettingsVerb()
        : base(
            "settings",
            "List the settings with which the gateway runs; '*' marks those that differ from this version's own.",
            "exchange settings",
            "exchange settings --json"
        )
    { }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var settings = await client.GetAsync<IReadOnlyList<SettingView>>("api/v1/settings", cancellation);
        invocation.Answer(settings, settings.Select(setting => $"{(setting.IsDefault ? " " : "*")} {setting.Name} = {setting.Value}"));
    }
}
