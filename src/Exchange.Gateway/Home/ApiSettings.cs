namespace Exchange.Gateway.Home;

/// <summary>Where the API listens beside the Unix socket in the home.</summary>
internal sealed record ApiSettings
{
    /// <summary>
    /// <c>https://HOST[:PORT]</c>: on TCP too, with the certificate of <c>tls/api.pem</c>, which names HOST. An IP address is listened
    /// on alone; under a name every address of the machine is. Default: none, the socket alone.
    /// </summary>
    public string? Url { get; init; }

    internal Uri? Address => ApiPlace.TryParse(Url, out var url) ? url : null;
}
