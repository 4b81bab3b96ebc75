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

    /// <summary>
    /// The socket in the home that <c>--home</c> names; else what <c>EXCHANGE_URL</c> and <c>EXCHANGE_TOKEN_FILE</c> say; else the
    /// socket in the home that <c>EXCHANGE_HOME</c> names. A home's token goes to that home's gateway alone.
    /// </summary>
    /// <exception cref="CommandFailedException">There is no address, or the token would not be safe there.</exception>
    public static GatewayAddress Of(Invocation invocation)
    {
        var variable = invocation.Surroundings.Variable;
        if (invocation.NamedHome is not null || variable("EXCHANGE_URL") is not { Length: > 0 } url)
            return Of(invocation.Home.Existing());
        if (variable("EXCHANGE_TOKEN_FILE") is not { Length: > 0 } tokenFile)
        {
            throw new CommandFailedException(
                ExitCode.Usage, "EXCHANGE_URL is set but EXCHANGE_TOKEN_FILE is not.", "Nothing was sent.", "Set EXCHANGE_TOKEN_FILE to the token's file, or give a home with --home DIR.");
        }

        var authority = variable("EXCHANGE_API_CA") is { Length: > 0 } file ? Read(file, "certificate of an authority", "Name the file of the authority's certificates (PEM) in EXCHANGE_API_CA.") : null;
        return new(Parse(url), Read(tokenFile, "token", "Name its file in EXCHANGE_TOKEN_FILE."), authority);
    }

    /// <summary>The socket in a home, with the home's own token.</summary>
    /// <exception cref="CommandFailedException">No gateway has been started there yet.</exception>
    public static GatewayAddress Of(Home home) => new(
        Unix + RequireShort(home.ApiSocket), Read(home.TokenFile, "token", "A gateway writes it when it first starts: exchange gateway run"));

    /// <exception cref="CommandFailedException">No socket can have this path.</exception>
    public static string RequireShort(string socket) => ApiPlace.CanBeSocket(socket) ? socket : throw new CommandFailedException(
        ExitCode.Usage, $"The path {socket} is too long for a Unix socket: the limit is {ApiPlace.LongestSocketPath} bytes.", "Nothing was changed.", "Use a home with a shorter path.");

    public override string ToString() => Place;

    private static string Parse(string text)
    {
        if (text.StartsWith(Unix, StringComparison.Ordinal))
            return Unix + RequireShort(Path.GetFullPath(text[Unix.Length..]));
        if (ApiPlace.TryParse(text, out var url))
            return url.ToString();
        throw new CommandFailedException(
            ExitCode.Usage,
            text.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? $"EXCHANGE_URL is plain HTTP ({text}): the token would travel in the clear to an unverified listener." : $"EXCHANGE_URL is not an address: '{text}'.",
            "Nothing was sent.",
            "Give https://gateway.police.example:7480, or unix:/var/lib/exchange/api.sock on the gateway's own machine.");
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
