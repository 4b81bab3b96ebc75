using System.Text;

namespace Exchange.Gateway.Border;

/// <summary>What a broker may send on a connection, by what the connection is for, and how we log in there.</summary>
/// <param name="Login">The SASL mechanism.</param>
/// <param name="LoginText">The same for an operator.</param>
/// <param name="Channels">The highest channel.</param>
/// <param name="Methods">
/// Class and method ids (AMQP 0-9-1, and RabbitMQ's confirms). None of these but <see cref="Start"/> has a table.
/// </param>
internal sealed record FrameRules(string Login, string LoginText, ushort Channels, IReadOnlySet<uint> Methods)
{
    public const uint Start = 10 << 16 | 10,
        Tune = 10 << 16 | 30;

    private const string ByCertificate = "by certificate (SASL EXTERNAL)",
        ByPassword = "by password (SASL PLAIN)";

    private static readonly uint[] Always =
    [
        Start, Tune,
        10 << 16 | 41, 10 << 16 | 50, 10 << 16 | 51, 10 << 16 | 60, 10 << 16 | 61, // connection: open-ok, close, close-ok, blocked, unblocked
        20 << 16 | 11, 20 << 16 | 40, 20 << 16 | 41, // channel: open-ok, close, close-ok
    ];

    private static readonly uint[] Confirming = [60 << 16 | 80, 60 << 16 | 120, 85 << 16 | 11]; // basic: ack, nack; confirm.select-ok

    /// <summary>From our own mailboxes. Basic: qos-ok, consume-ok, cancel, deliver.</summary>
    public static FrameRules Consuming { get; } =
        new("EXTERNAL", ByCertificate, 1, new HashSet<uint>([.. Always, 60 << 16 | 11, 60 << 16 | 21, 60 << 16 | 30, 60 << 16 | 60]));

    /// <summary>To a counterpart's mailbox. Basic: return.</summary>
    public static FrameRules Publishing { get; } =
        new("EXTERNAL", ByCertificate, 1, new HashSet<uint>([.. Always, .. Confirming, 60 << 16 | 50]));

    /// <summary>To the agency's own systems: the bus library declares exchanges and binds them. Exchange: declare-ok, bind-ok.</summary>
    public static FrameRules Domestic { get; } =
        new("PLAIN", ByPassword, 8, new HashSet<uint>([.. Always, .. Confirming, 40 << 16 | 11, 40 << 16 | 31]));

    /// <summary>
    /// The frame that the client is given as <c>connection.start</c>: version 0-9, an empty table, this login, no locales.
    /// </summary>
    public byte[] SafeStart { get; } =
    [
        1, 0, 0, 0, 0, 0, (byte)(18 + Login.Length), 0, 10, 0, 10, 0, 9, 0, 0, 0, 0,
        0, 0, 0, (byte)Login.Length, .. Encoding.ASCII.GetBytes(Login), 0, 0, 0, 0, 0xCE,
    ];
}
