using System.Globalization;

namespace Exchange.Cli.Parties;

/// <summary>Where a party's mailbox broker is, as its counterparts reach it.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TLS port.</param>
/// <param name="TlsName">Name in the broker's certificate.</param>
internal sealed record MailboxAddress(string Host, int Port, string TlsName)
{
    /// <exception cref="CommandFailedException">Not HOST:PORT.</exception>
    public static MailboxAddress Parse(string text, string? tlsName)
    {
        var colon = text.LastIndexOf(':');
        if (colon > 0 && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535)
            return new(text[..colon], port, tlsName ?? text[..colon]);
        throw new CommandFailedException(ExitCode.Usage, $"'{text}' is not a mailbox's address.", toDo: "Give HOST:PORT, such as mailbox.police.example:5671.");
    }
}
