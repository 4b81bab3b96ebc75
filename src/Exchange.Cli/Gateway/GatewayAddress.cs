namespace Exchange.Cli.Gateway;

/// <summary>Where a gateway's API is, and the token that opens it.</summary>
internal sealed record GatewayAddress(Uri Url, string Token)
{
    /// <summary>
    /// From the home that <c>--home</c> names; else from <c>EXCHANGE_URL</c> and <c>EXCHANGE_TOKEN_FILE</c>; else from the home that
    /// <c>EXCHANGE_HOME</c> names. A home's token goes to that home's gateway alone.
    /// </summary>
    /// <exception cref="CommandFailedException">None says it, or the token would travel in the clear.</exception>
    public static GatewayAddress Of(Invocation invocation)
    {
        var variable = invocation.Surroundings.Variable;
        var named = invocation.NamedHome;
        var url = named is null && variable("EXCHANGE_URL") is { Length: > 0 } text ? Parse(text) : null;
        var tokenFile = named is null && variable("EXCHANGE_TOKEN_FILE") is { Length: > 0 } file ? file : null;
        if (url is not null && tokenFile is null)
        {
            throw new CommandFailedException(
                ExitCode.Usage, "EXCHANGE_URL names a gateway, and nothing its token.", "Nothing was sent.", "Name the token's file in EXCHANGE_TOKEN_FILE, or a home with --home DIR.");
        }

        var address = url ?? invocation.Home.Settings().ApiUrl;
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            throw new CommandFailedException(
                ExitCode.Usage, $"{address} is neither https nor this machine: the token would travel in the clear.", "Nothing was sent.");
        }

        return new(address, ReadToken(tokenFile ?? invocation.Home.TokenFile));
    }

    public override string ToString() => Url.ToString();

    private static Uri Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? url
            : throw new CommandFailedException(ExitCode.Usage, $"EXCHANGE_URL is not an address: '{text}'.", toDo: "Give one such as http://127.0.0.1:8080.");

    private static string ReadToken(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailedException(
                ExitCode.Usage, $"There is no token in {file}.", toDo: "A gateway writes it when it first starts; or name it in EXCHANGE_TOKEN_FILE.");
        }
    }
}
