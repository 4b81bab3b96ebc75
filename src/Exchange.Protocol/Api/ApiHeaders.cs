namespace Exchange.Protocol.Api;

/// <summary>Headers of the API that are its own.</summary>
public static class ApiHeaders
{
    /// <summary>In the answer with a list: there may be entries that are withheld from the caller. How many is not said.</summary>
    public const string Withheld = "Exchange-Withheld";
}
