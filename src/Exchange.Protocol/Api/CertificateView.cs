namespace Exchange.Protocol.Api;

/// <summary>What a certificate is for.</summary>
public enum CertificateUse
{
    /// <summary>Signs messages; in the party's card.</summary>
    Signing,

    /// <summary>Agrees on keys; in the party's card.</summary>
    Encryption,

    /// <summary>Encapsulates keys (ML-KEM); in the party's card.</summary>
    Kem,

    /// <summary>The revocation lists of the card's authorities.</summary>
    RevocationList,

    /// <summary>Logs a gateway in at a broker.</summary>
    Client,

    /// <summary>Shown by a broker, as seen when the gateway connected last.</summary>
    Broker,

    /// <summary>Shown by this gateway's API.</summary>
    Api,
}

/// <summary>When something ends on which a link relies: the earliest end of its whole chain.</summary>
/// <param name="Party">Whose it is.</param>
/// <param name="Ours">True if it is ours to renew.</param>
/// <param name="Subject">What of the chain ends first: the subject of a certificate, or the issuer of a list.</param>
/// <param name="ValidUntil">Its last second (UTC).</param>
public sealed record CertificateView(string Party, CertificateUse Use, bool Ours, string Subject, DateTimeOffset ValidUntil)
{
    /// <summary>From so many days before the end on, it must be renewed: two authorities and two officers need their time.</summary>
    public const int RenewDays = 30;

    /// <summary>Whose broker it is for; absent for others than <c>client</c> and <c>broker</c>.</summary>
    public string? At { get; init; }

    /// <summary>What to do about it in time, as a sentence.</summary>
    public string ToDo => ToDoOf(Use, Ours, At == Party);

    /// <summary>Whole days until its end; negative once it has ended.</summary>
    public int DaysLeft(DateTimeOffset now) => (int)Math.Floor((ValidUntil - now).TotalDays);

    /// <summary>Every sentence of <see cref="ToDo"/>.</summary>
    public static IReadOnlyList<string> Advice { get; } =
    [
        .. Enum.GetValues<CertificateUse>()
            .SelectMany(use =>
                new[] { ToDoOf(use, true, true), ToDoOf(use, true, false), ToDoOf(use, false, true), ToDoOf(use, false, false) }
            )
            .Distinct(),
    ];

    private static string ToDoOf(CertificateUse use, bool ours, bool atOwnBroker) =>
        (use, ours) switch
        {
            (CertificateUse.RevocationList, true) =>
                "Run exchange party renew, start the gateway again, and give the new card to every counterpart.",
            (CertificateUse.Signing or CertificateUse.Encryption or CertificateUse.Kem, true) =>
                "Have your authority certify the key again, and give the new card to every counterpart.",
            (CertificateUse.Client, true) when atOwnBroker =>
                "Run exchange party renew --client, give the new card to every counterpart, and have each make a new grant.",
            (CertificateUse.Client, true) => "Ask the counterpart for a new grant, and accept it: exchange mailbox accept.",
            (CertificateUse.Broker, true) =>
                "Have your authority certify the broker's key again, and put the certificate on the broker's machine.",
            (CertificateUse.Api, _) => "Put a new certificate into tls/api.pem, and start the gateway again.",
            (CertificateUse.Client, false) => "Make a new grant for the counterpart, and give it to its operator: exchange mailbox grant.",
            (CertificateUse.Broker, false) => "Tell the counterpart's operator that its broker's certificate ends.",
            _ => "Ask the counterpart for its new card, and import it: exchange party import.",
        };
}
