using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Exchange.Cli.Parties;

/// <summary>Address at which counterparts reach a party's mailbox broker.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TLS port.</param>
/// <param name="TlsName">Name in the broker's certificate.</param>
internal sealed partial record MailboxAddress(string Host, int Port, string TlsName)
{
    /// <exception cref="CommandFailedException">Not HOST:PORT, or a name that no certificate can have.</exception>
    public static MailboxAddress Parse(string text, string? tlsName)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !IsHost(text[..colon]) || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
            throw new CommandFailedException(ExitCode.Usage, $"'{text}' is not a mailbox's address.", "Nothing was created.", "Give HOST:PORT, such as mailbox.police.example:5671, and no scheme, blank or final dot.");
        if (tlsName is not null && !IsHost(tlsName))
            throw new CommandFailedException(ExitCode.Usage, $"'{tlsName}' is not a name that a certificate can have.", "Nothing was created.", "Give a host name or an address, such as mailbox.police.example.");
        return new(text[..colon], port, tlsName ?? text[..colon]);
    }

    // What looks like an address must be one as it is usually written: "127.1" would be read as 127.0.0.1.
    private static bool IsHost(string text) => IPAddress.TryParse(text, out var address)
        ? text.Contains(':', StringComparison.Ordinal) || address.ToString() == text
        : text.Length <= 253 && HostName().IsMatch(text);

    // RFC 1123, section 2.1: labels of letters, digits and hyphens, the last one not all digits.
    [GeneratedRegex(@"\A([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*(?![0-9]+\z)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex HostName();
}
