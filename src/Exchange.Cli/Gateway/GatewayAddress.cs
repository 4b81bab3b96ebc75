using System.Security.Cryptography;
using Exchange.Cli.People;
using Exchange.Client;

namespace Exchange.Cli.Gateway;

/// <summary>
/// Where a gateway's API is (<c>unix:PATH</c>, or <c>https://HOST[:PORT]</c>), the token that opens it, and the authorities (PEM) that
/// verify an https gateway; null for those of the machine.
/// </summary>
internal sealed record GatewayAddress(string Place, string Token, string? Authority = null)
{
    private const string Unix = "unix:";

    /// <summary>Path of the socket; null of an https gateway.</summary>
    public string? Socket => Place.StartsWith(Unix, StringComparison.Ordinal) ? Place[Unix.Length..] : null;
    public Uri Base => new(Socket is null ? Place : "http://gateway");

    /// <summary>The home whose gateway it is; null if an address was given.</summary>
    public Home? Home { get; init; }

    /// <summary>
    /// The socket in the home that <c>--home</c> names, with the session that was begun there or the key in the home; else what
    /// <c>EXCHANGE_URL</c> says, with the token that <c>EXCHANGE_TOKEN_FILE</c> names or the session that was begun there; else the socket
    /// in the home that <c>EXCHANGE_HOME</c> names. A token goes to its own gateway alone.
    /// </summary>
    /// <exception cref="CommandFailedException">There is no address, or the token would not be safe there.</exception>
    public static GatewayAddress Of(Invocation invocation)
    {
        var address = WithoutToken(invocation);
        if (address.Home is { } home)
            return SessionFile.Read(invocation, address) is { } own ? address with { Token = own } : Of(home);
        if (invocation.Surroundings.Variable("EXCHANGE_TOKEN_FILE") is { Length: > 0 } file)
            return address with { Token = Read(file, "token", "Name its file in EXCHANGE_TOKEN_FILE.") };
        return SessionFile.Read(invocation, address) is { } session
            ? address with
            {
                Token = session,
            }
            : throw new CommandFailedException(
                ExitCode.Usage,
                "EXCHANGE_URL is set but EXCHANGE_TOKEN_FILE is not, and you are not signed in there.",
                "Nothing was sent.",
                "Sign in (exchange login NAME), set EXCHANGE_TOKEN_FILE to the file of a key, or give a home with --home DIR."
            );
    }

    /// <summary>The same without a token, for who has none yet.</summary>
    /// <inheritdoc cref="Of(Invocation)"/>
    public static GatewayAddress WithoutToken(Invocation invocation)
    {
        var variable = invocation.Surroundings.Variable;
        if (invocation.NamedHome is not null || variable("EXCHANGE_URL") is not { Length: > 0 } url)
            return Socketed(invocation.Home.Existing());
        var authority = variable("EXCHANGE_API_CA") is { Length: > 0 } file
            ? Read(file, "certificate of an authority", "Name the file of the authority's certificates (PEM) in EXCHANGE_API_CA.")
            : null;
        return new(Parse(url), "", authority);
    }

    /// <summary>The socket in a home, with the key in it.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public static GatewayAddress Of(Home home) =>
        Socketed(home) with
        {
            Token = Read(home.TokenFile, "key", "Sign in with: exchange login NAME --home DIR"),
        };

    private static GatewayAddress Socketed(Home home) => new(Unix + RequireShort(home.ApiSocket), "") { Home = home };

    /// <exception cref="CommandFailedException">No socket can have this path.</exception>
    public static string RequireShort(string socket) =>
        ApiPlace.CanBeSocket(socket)
            ? socket
            : throw new CommandFailedException(
                ExitCode.Usage,
                $"The path {socket} is too long for a Unix socket: the limit is {ApiPlace.LongestSocketPath} bytes.",
                "Nothing was changed.",
                "Use a home with a shorter path."
            );

    /// <summary>A connection over which nothing is sent before the listener has been verified.</summary>
    /// <exception cref="CommandFailedException">There is no certificate in the file of authorities.</exception>
    public SocketsHttpHandler Transport()
    {
        try
        {
            return ApiTransport.To(Socket, Authority);
        }
        catch (CryptographicException exception)
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"The file that EXCHANGE_API_CA names holds no certificates (PEM): {exception.Message}",
                "Nothing was sent."
            );
        }
    }

    public override string ToString() => Place;

    private static string Parse(string text)
    {
        if (text.StartsWith(Unix, StringComparison.Ordinal))
            return Unix + RequireShort(Path.GetFullPath(text[Unix.Length..]));
        if (ApiPlace.TryParse(text, out var url))
            return url.ToString();
        throw new CommandFailedException(
            ExitCode.Usage,
            text.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
                ? $"EXCHANGE_URL is plain HTTP ({text}): the token would travel in the clear to an unverified listener."
                : $"EXCHANGE_URL is not an address: '{text}'.",
            "Nothing was sent.",
            "Give https://gateway.police.example:7480, or unix:/var/lib/exchange/api.sock on the gateway's own machine."
        );
    }

    private static string Read(string file, string what, string toDo)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailedException(ExitCode.Usage, $"There is no {what} in {file}.", toDo: toDo);
        }
    }
}
