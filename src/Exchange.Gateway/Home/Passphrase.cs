namespace Exchange.Gateway.Home;

/// <summary>The passphrase of the keys: in the file that <c>EXCHANGE_PASSPHRASE_FILE</c> names, else in the home.</summary>
internal static class Passphrase
{
    private const string Variable = "EXCHANGE_PASSPHRASE_FILE";

    /// <exception cref="UnsafeSettingException">There is no such file, or others may read it.</exception>
    public static KeyProtection Read(GatewayHome home)
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : home.Passphrase;
        if (!File.Exists(path))
            throw new UnsafeSettingException($"There is no passphrase in {path}. Name its file in {Variable}.");
        PrivateFile.RefuseIfShared(path);
        return new(File.ReadAllText(path).Trim());
    }
}
