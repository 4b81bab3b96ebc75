using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Serialization;
using Exchange.Gateway.Border;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Home;

/// <summary>The settings of <c>gateway.json</c>, checked at start.</summary>
internal sealed record GatewaySettings
{
    [Required]
    public ApiSettings Api { get; init; } = new();

    /// <summary>Our own broker, which has the counterparts' mailboxes.</summary>
    [Required]
    public MailboxSettings Mailbox { get; init; } = new();

    [Required]
    public BorderSettings Border { get; init; } = new();

    [Required]
    public PolicySettings Policy { get; init; } = new();

    [Required]
    public ReleaseSettings Release { get; init; } = new();

    /// <summary>The agency's own broker. Default: none, and events stay in the gateway.</summary>
    public AgencyBusSettings? AgencyBus { get; init; }

    [Required]
    public StoreSettings Store { get; init; } = new();

    [Required]
    public LogSettings Log { get; init; } = new();

    [Required]
    public SignInSettings SignIn { get; init; } = new();

    /// <summary>Highest classification that this gateway accepts and sends. Default: restricted.</summary>
    public Classification MaximumClassification { get; init; } = Classification.Restricted;

    /// <summary>
    /// Days for which what this gateway sends may be kept at most, from the day on which it is sent, and for which it keeps what it
    /// receives. Default: no limit; 1 to 36,500.
    /// </summary>
    [Range(1, 36_500)]
    public int? MaximumRetentionDays { get; init; }

    /// <summary>
    /// Full path of the list of all UN/LOCODEs, as UNECE publishes it (CSV), or with a code a line. With it, who writes a message is
    /// warned of a code that is not in it. Default: none, and codes are checked by form and country alone.
    /// </summary>
    public string? LocodeFile { get; init; }

    /// <summary>
    /// The units of our party. Where there are any, an exchange is assigned to one, and its officers alone see it. Default: none, and
    /// everyone who works with cases sees all.
    /// </summary>
    [Required]
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>What is agreed with single counterparts, by their names. Default: none, and what is said above counts.</summary>
    [Required]
    public IReadOnlyDictionary<string, LinkSettings> Links { get; init; } = new Dictionary<string, LinkSettings>();

    /// <summary>Highest classification that this gateway accepts from a counterpart, and sends to it.</summary>
    internal Classification MaximumTo(PartyName counterpart) =>
        Links.GetValueOrDefault(counterpart.Value)?.MaximumClassification ?? MaximumClassification;

    /// <summary>Last day on which what is sent or received now may be kept; null for any.</summary>
    internal DateOnly? RetainAtMost(DateTimeOffset now) =>
        MaximumRetentionDays is { } days ? DateOnly.FromDateTime(now.UtcDateTime).AddDays(days) : null;

    /// <summary>The times in which we answer a counterpart, if they are not the usual ones.</summary>
    internal DueSpans? SpansOf(PartyName counterpart) =>
        Links.GetValueOrDefault(counterpart.Value)?.Due.Spans is { } spans && spans != DueSpans.Default ? spans : null;
}

/// <summary>What is agreed with one counterpart.</summary>
internal sealed record LinkSettings
{
    /// <summary>Highest classification on this link. Default: the gateway's own, which is the most.</summary>
    public Classification? MaximumClassification { get; init; }

    [Required]
    public DueSettings Due { get; init; } = new();
}

/// <summary>
/// In which time we answer the counterpart; in which time it answers us, its own gateway says. Whole minutes, from 1 hour to 90 days, and
/// none shorter than the one before. Default: as in Directive (EU) 2023/977, article 5.
/// </summary>
internal sealed record DueSettings
{
    /// <summary>Urgent, if we have direct access to the information. Default 8 hours.</summary>
    public TimeSpan UrgentDirect { get; init; } = DueSpans.Default.UrgentDirect;

    /// <summary>Urgent, with other access. Default 3 days.</summary>
    public TimeSpan Urgent { get; init; } = DueSpans.Default.Urgent;

    /// <summary>All others. Default 7 days.</summary>
    public TimeSpan Routine { get; init; } = DueSpans.Default.Routine;

    internal DueSpans Spans => new(UrgentDirect, Urgent, Routine);
}

/// <summary>Where the API listens, besides the Unix socket in the home.</summary>
internal sealed record ApiSettings
{
    /// <summary>
    /// <c>https://HOST[:PORT]</c>: also on TCP, with the certificate <c>tls/api.pem</c>, which must name HOST. If HOST is an IP address, it
    /// listens only there; if it is a name, on every address of the machine. Default: none, only the socket.
    /// </summary>
    public string? Url { get; init; }

    internal Uri? Address => ApiPlace.TryParse(Url, out var url) ? url : null;
}

/// <summary>Our own broker, over TLS with our own certificate.</summary>
internal sealed record MailboxSettings
{
    [Required]
    public string Host { get; init; } = "";

    [Range(1, 65535)]
    public int Port { get; init; } = 5671;

    /// <summary>The name that the broker's certificate must have.</summary>
    [Required]
    public string TlsName { get; init; } = "";

    /// <summary>
    /// Full path of the folder where our broker reads our revocation lists. Default: <c>broker/crls</c> in the home. Written by the command
    /// line.
    /// </summary>
    public string? RevocationFolder { get; init; }
}

/// <summary>The RabbitMQ broker on which the agency's own systems hear of events, always over TLS.</summary>
internal sealed record AgencyBusSettings
{
    [Required]
    public string Host { get; init; } = "";

    [Range(1, 65535)]
    public int Port { get; init; } = 5671;

    /// <summary>The DNS name that its certificate must have. Default: the host.</summary>
    public string? TlsName { get; init; }

    /// <summary>Full path of the file of the authorities (PEM) that verify it. Default: those of the machine.</summary>
    public string? TrustedAuthorities { get; init; }

    [Required]
    public string VirtualHost { get; init; } = "/";

    /// <summary>Who signs in there.</summary>
    [Required]
    public string User { get; init; } = "exchange";

    /// <summary>Full path of the file with its password, of mode 0600.</summary>
    [Required]
    public string PasswordFile { get; init; } = "";

    /// <summary>The only trust anchors for the broker; null: those of the machine.</summary>
    /// <exception cref="CryptographicException">It has no certificate, or a malformed one.</exception>
    internal X509Certificate2Collection? ReadAuthorities()
    {
        if (TrustedAuthorities is null)
            return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(TrustedAuthorities);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("There is no certificate in it.");
    }
}

/// <summary>What crosses the border.</summary>
internal sealed record BorderSettings
{
    /// <summary>Folder where the bytes of every sealed message that is sent are kept. Default: none.</summary>
    public string? RecordFolder { get; init; }

    /// <summary>
    /// First wait for a receipt after the broker's confirm; doubles with each resend, up to an hour. The border protocol requires 60 s
    /// (section 4); less is only for tests, because a counterpart repeats a receipt at most every 10 s. Default 60 s; 1 s to 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan FirstResend { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a checkpoint of our ledger may lack a counterpart's cosignature before a warning. Default 15 minutes; 1 minute to 1 day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan CosignatureWarning { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Arrivals of one counterpart a second, on average, that are not useful (pings, repeats, quarantined, deferred and refused messages);
    /// those of half a minute may arrive at once. Accepted messages and receipts of ours do not count. Default 100; 10 to 100,000.
    /// </summary>
    [Range(10, 100_000)]
    public int ArrivalsPerSecond { get; init; } = 100;

    /// <summary>Their bytes a second. Default 4 MiB; 1 MiB to 1 GiB.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int ArrivalBytesPerSecond { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// MiB that must be free on the database's disk, but never more than a twentieth of it. With less, nothing is received until a quarter
    /// more is free. Default 1,024; 1 to 1,048,576.
    /// </summary>
    [Range(1, 1024 * 1024)]
    public long MinimumFreeMiB { get; init; } = 1024;

    /// <summary>Timeouts and windows of the connections.</summary>
    public BorderOptions Connection { get; init; } = new();
}

/// <summary>What the gateway does automatically.</summary>
internal sealed record PolicySettings
{
    /// <summary>Acknowledge each request when it is accepted. Default: yes.</summary>
    public bool AcknowledgeAutomatically { get; init; } = true;

    /// <summary>The unit that an automatic acknowledgement names.</summary>
    [Required]
    [StringLength(200, MinimumLength = 1)]
    public string Unit { get; init; } = "Duty desk";

    /// <summary>The contact point that an automatic acknowledgement names: a role, not a person.</summary>
    [Required]
    [StringLength(200, MinimumLength = 1)]
    public string CaseOfficer { get; init; } = "Duty officer";
}

/// <summary>
/// Which messages of people and machines leave only after a second person has released them, by kind and by handling. What the gateway
/// sends by itself needs no release.
/// </summary>
internal sealed record ReleaseSettings
{
    /// <summary>
    /// Those of these kinds, such as <c>protection-alert</c>; an empty list for none. Default: all kinds but <c>reminder</c>, which says
    /// nothing of a case.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Those that count, as they are shown and recorded: the reader of settings would add to a list that is not empty.</summary>
    [JsonInclude, JsonPropertyName(nameof(Kinds))]
    internal IReadOnlyList<string> KindsInForce =>
        Kinds ?? [.. CaseKinds.All.Where(kind => kind != CaseKinds.Reminder).Select(kind => kind.Code)];

    /// <summary>Of the other kinds, those whose handling says that they contain data of victims. Default: yes.</summary>
    public bool VictimData { get; init; } = true;

    /// <summary>Of the other kinds, those whose handling says that they contain data of minors. Default: yes.</summary>
    public bool MinorData { get; init; } = true;

    /// <summary>Of the other kinds, those in which anything has a handling code other than H0. Default: yes.</summary>
    public bool HandlingCodes { get; init; } = true;

    /// <summary>Of the other kinds, those whose classification is higher. Default: restricted.</summary>
    public Classification AboveClassification { get; init; } = Classification.Restricted;

    /// <summary>Erasures, which destroy what they name, also where <see cref="Kinds"/> does not name them. Default: yes.</summary>
    public bool Erasures { get; init; } = true;

    /// <summary>Nothing need be released.</summary>
    internal static ReleaseSettings None { get; } =
        new()
        {
            Kinds = [],
            VictimData = false,
            MinorData = false,
            HandlingCodes = false,
            AboveClassification = Classification.Confidential,
            Erasures = false,
        };

    /// <summary>True if all messages of a kind must be released.</summary>
    internal bool Has(string kind) => KindsInForce.Contains(kind) || (Erasures && kind == CaseKinds.Erasure.Code);
}

/// <summary>Where the gateway keeps its database.</summary>
internal sealed record StoreSettings
{
    /// <summary>
    /// PostgreSQL's database, as <c>Host=/var/run/postgresql;Database=exchange</c> (keywords of Npgsql), without a password. Default:
    /// none, SQLite in the home.
    /// </summary>
    public string? PostgreSql { get; init; }
}

/// <summary>What the service log has beyond the needs of an operator.</summary>
internal sealed record LogSettings
{
    /// <summary>A line for each durable step of each message, so that a test can inject a fault there. Default: no.</summary>
    public bool Steps { get; init; }
}

/// <summary>With what people sign in besides a password and a one-time code.</summary>
internal sealed record SignInSettings
{
    /// <summary>The national identity provider. Default: none.</summary>
    public OpenIdConnectSettings? OpenIdConnect { get; init; }

    /// <summary>
    /// Where browsers reach the desk, as its own setting <c>Desk:Url</c>: <c>https://HOST[:PORT]</c> or <c>http://localhost:PORT</c>.
    /// Passkeys are bound to it. Default: none, and there are no passkeys.
    /// </summary>
    public string? DeskUrl { get; init; }

    /// <summary>The name to which a browser binds a passkey (WebAuthn: RP ID).</summary>
    internal string? DeskHost => DeskUrl is null ? null : new Uri(DeskUrl).Host;

    /// <summary>The desk's address as a browser signs it (RFC 6454, section 6.2).</summary>
    internal string? DeskOrigin => DeskUrl is null ? null : new Uri(DeskUrl).GetLeftPart(UriPartial.Authority);

    /// <summary>Why a gateway cannot start with this <see cref="DeskUrl"/>; null if it can.</summary>
    internal string? DeskFault =>
        DeskUrl is null
        || (
            Uri.TryCreate(DeskUrl, UriKind.Absolute, out var url)
            && url is { HostNameType: UriHostNameType.Dns, UserInfo: "", PathAndQuery: "/", Fragment: "" }
            && Ascii.IsValid(url.Host)
            && (url.Scheme == Uri.UriSchemeHttps || url is { Scheme: "http", Host: "localhost" })
        )
            ? null
            : $"{DeskUrl} is neither https://HOST[:PORT] nor http://localhost:PORT. Give the desk's own Desk:Url; browsers bind a passkey "
                + "to a name, never to an IP address.";
}

/// <summary>An identity provider whose ID tokens sign in (OpenID Connect Core 1.0).</summary>
internal sealed record OpenIdConnectSettings
{
    /// <summary>The provider's issuer, an https address, exactly as its tokens have it.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The id under which the provider knows the desk: the audience of the tokens.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Full path of the file of the authorities (PEM) that verify the provider's https. Default: those of the machine.</summary>
    public string? TrustedAuthorities { get; init; }

    /// <summary>Why a gateway cannot start so: the setting, and what is wrong; null if nothing is.</summary>
    internal (string Setting, string Text)? Fault =>
        !Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer)
        || issuer.Scheme != Uri.UriSchemeHttps
        || issuer.Query.Length + issuer.Fragment.Length > 0
            ? (
                nameof(Issuer),
                $"'{Issuer}' is not an https address without a query. Give the provider's issuer, as https://id.police.example."
            )
        : ClientId.Length == 0 ? (nameof(ClientId), "this is missing. Give the id under which the provider knows the desk.")
        : TrustedAuthorities is { } file && !File.Exists(file) ? (nameof(TrustedAuthorities), $"there is no file {file}.")
        : null;
}
