using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Exchange.Cli;

/// <summary>The few settings of a gateway (<c>gateway.json</c>) that the command line needs.</summary>
internal sealed class GatewaySettings
{
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _file;
    private readonly JsonObject _root;

    private GatewaySettings(string file, JsonObject root) => (_file, _root) = (file, root);

    /// <exception cref="CommandFailedException">There is no such file, or it is not a JSON object.</exception>
    public static GatewaySettings Read(string file)
    {
        try
        {
            return new(file, JsonNode.Parse(File.ReadAllText(file), AnyCase, Lenient)!.AsObject());
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailedException(ExitCode.Usage, $"There is no {file}.", toDo: "Give the home with --home DIR or EXCHANGE_HOME.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new CommandFailedException(ExitCode.Usage, $"{file} is not a JSON object.", toDo: "Correct it, and try again.");
        }
    }

    /// <summary>The name in the mailbox broker's certificate.</summary>
    public string MailboxTlsName => Text("Mailbox", "TlsName") is { Length: > 0 } name ? name : throw Wrong("Mailbox:TlsName", "mailbox.police.example");

    /// <summary>Where the mailbox broker reads revocation lists; null for the folder in the home.</summary>
    public string? RevocationFolder => Text("Mailbox", "RevocationFolder") is not { } folder ? null
        : Path.IsPathFullyQualified(folder) ? folder : throw Wrong("Mailbox:RevocationFolder", "/var/lib/exchange-crls");

    /// <summary>Where the mailbox broker listens: the mailbox's own address if that is loopback, else every address.</summary>
    public IPEndPoint MailboxListener
    {
        get
        {
            if (!int.TryParse(Text("Mailbox", "Port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
                throw Wrong("Mailbox:Port", "5671");
            var host = Text("Mailbox", "Host");
            var isLoopback = IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);
            return new(isLoopback ? address! : IPAddress.Any, port);
        }
    }

    private string? Text(string section, string name) => (_root[section] as JsonObject)?[name]?.ToString();

    private CommandFailedException Wrong(string setting, string example) =>
        new(ExitCode.Usage, $"The setting {setting} in {_file} is missing or invalid.", toDo: $"Set it, for example to {example}.");
}
