namespace Exchange.Cli.Gateway;

/// <summary>Where a gateway's API is, and the token that opens it.</summary>
internal sealed record GatewayAddress(Uri Url, string Token)
{
    /// <summary>From <c>EXCHANGE_URL</c> and <c>EXCHANGE_TOKEN_FILE</c>, else from the home's settings and token file.</summary>
    /// <exception cref="CommandFailedException">Neither says it, or the token would travel in the clear.</exception>
    public static GatewayAddress Of(Invocation invocation)
    {
        var variable = invocation.Surroundings.Variable;
        var url = variable("EXCHANGE_URL") is { Length: > 0 } text ? Parse(text) : invocation.Home.Settings().ApiUrl;
        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
        {
            throw new CommandFailedException(
                ExitCode.Usage, $"{url} is neither https nor this machine: the token would travel in the clear.", "Nothing was sent.");
        }
        var tokenFile = variable("EXCHANGE_TOKEN_FILE") is { Length: > 0 } file ? file : invocation.Home.TokenFile;
        return new(url, ReadToken(tokenFile));
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
