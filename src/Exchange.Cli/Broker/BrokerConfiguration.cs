using System.Buffers;
using System.Net;

namespace Exchange.Cli.Broker;

/// <summary>
/// <c>rabbitmq.conf</c>, <c>advanced.config</c> and <c>enabled_plugins</c> of a mailbox broker (border protocol, section 2). Valid from
/// RabbitMQ
/// 3.10.8 to 4.x; settings whose defaults differ between them are set explicitly.
/// </summary>
internal static class BrokerConfiguration
{
    /// <summary>A sealed message or a chunk is at most 1 MiB.</summary>
    private const int MaximumBody = 1024 * 1024;

    // The file is read as Latin-1, so paths must be ASCII, without characters that start a comment, quote or are replaced ($).
    private static readonly SearchValues<char> Sayable = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Except("#\"'\\$"),
    ]);

    public const string EnabledPlugins = "[rabbitmq_auth_mechanism_ssl].\n";

    public static string Of(Mailbox mailbox) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Mailbox broker of {mailbox.Owner}. Written by "exchange broker definitions"; changes here are lost.

            # Nothing but AMQP over TLS 1.3 with a certificate on both sides.
            listeners.tcp = none
            listeners.ssl.1 = {Listener(mailbox.Listen)}
            # A gateway that has enough in hand does not read on; after 30 s of that a broker would hang up. One option unsets the others.
            tcp_listen_options.send_timeout = 1800000
            tcp_listen_options.backlog = 128
            tcp_listen_options.nodelay = true
            tcp_listen_options.linger.on = true
            tcp_listen_options.linger.timeout = 0
            tcp_listen_options.exit_on_close = false
            ssl_options.versions.1 = tlsv1.3
            ssl_options.verify = verify_peer
            ssl_options.fail_if_no_peer_cert = true
            ssl_options.depth = 2
            # Every certificate needs a fresh list of its issuer. Where the lists are, only advanced.config can say: without it, nobody logs in.
            ssl_options.crl_check = true

            # Only the owner's own authorities: with a counterpart's among them, that country could log in under any name.
            ssl_options.cacertfile = {Path(mailbox.AuthoritiesFile)}
            ssl_options.certfile = {Path(mailbox.CertificateFile)}
            ssl_options.keyfile = {Path(mailbox.KeyFile)}

            # The certificate's CN is the login. There are no passwords.
            auth_mechanisms.1 = EXTERNAL
            ssl_cert_login_from = common_name

            # Users, virtual hosts, queues and permissions. As they are loaded from here, no user "guest" is ever made.
            load_definitions = {Path(mailbox.DefinitionsFile)}

            # Sizes in bytes. Small frames: a header that a sender may nest deeply is one frame. The gateway consumes from no other.
            max_message_size = {MaximumBody}
            frame_max = 16384
            channel_max = 64
            disk_free_limit.absolute = 512MB

            log.console = false
            log.file.level = info

            """
        );

    /// <summary>
    /// The TLS options again, as they replace those of <c>rabbitmq.conf</c>, and the folder of revocation lists, which is read at each
    /// login.
    /// </summary>
    public static string AdvancedOf(Mailbox mailbox) =>
        $$"""
            %% Mailbox broker of {{mailbox.Owner}}. Written by "exchange broker definitions"; changes here are lost.
            [{rabbit, [{ssl_options, [
                {versions, ['tlsv1.3']},
                {verify, verify_peer},
                {fail_if_no_peer_cert, true},
                {depth, 2},
                {cacertfile, "{{Path(mailbox.AuthoritiesFile)}}"},
                {certfile, "{{Path(mailbox.CertificateFile)}}"},
                {keyfile, "{{Path(mailbox.KeyFile)}}"},
                {crl_check, true},
                {crl_cache, {ssl_crl_hash_dir, {internal, [{dir, "{{Path(mailbox.RevocationFolder)}}"}]} } }
            ]}]}].

            """;

    // A port alone means every address of both families. IPv6 addresses are written without brackets.
    private static string Listener(IPEndPoint endPoint) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(endPoint.Address.Equals(IPAddress.Any) ? "" : $"{endPoint.Address}:")}{endPoint.Port}"
        );

    /// <summary>Whether <c>rabbitmq.conf</c> can name this path: a full path without special characters.</summary>
    public static bool CanName(string path) => System.IO.Path.IsPathFullyQualified(path) && !path.AsSpan().ContainsAnyExcept(Sayable);

    private static string Path(string path) =>
        CanName(path)
            ? path
            : throw new ArgumentException(
                $"'{path}' cannot be named in rabbitmq.conf: it must be a full path in ASCII without quotes, \\, # or $.",
                nameof(path)
            );
}
