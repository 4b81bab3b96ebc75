using System.Text;
using System.Text.Json;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Issuing;

/// <summary>
/// A grant that this party has issued. The home keeps all of them, so that each certificate for a mailbox here can be revoked.
/// </summary>
/// <param name="Digest">SHA-256 of the file.</param>
internal sealed record IssuedGrant(MailboxGrant Grant, string Digest)
{
    /// <summary>The certified client key: SubjectPublicKeyInfo, DER.</summary>
    public byte[] Key { get; } = ClientKey.Of(Grant);

    /// <summary>All that were issued.</summary>
    /// <exception cref="UnsafeSettingException">A file is damaged, or others may write to the folder.</exception>
    public static IReadOnlyList<IssuedGrant> All(GatewayHome home) =>
        [
            .. Files(home)
                .Select(file =>
                    Read(file)
                    ?? throw new UnsafeSettingException(
                        $"{file} is damaged, so its certificate cannot be revoked. Nothing was changed. Restore it from a backup "
                            + "of the home."
                    )
                ),
        ];

    /// <summary>Those that can be read: a damaged file does not prevent a start.</summary>
    public static IReadOnlyList<IssuedGrant> Readable(GatewayHome home) => [.. Files(home).Select(Read).OfType<IssuedGrant>()];

    /// <summary>Keeps a grant before it is given to the counterpart; returns its text.</summary>
    public static string Keep(GatewayHome home, MailboxGrant grant)
    {
        var text = JsonSerializer.Serialize(grant, ProtocolJson.Indented) + "\n";
        var file = Path.Combine(home.Issued, $"{Protocol.Digest.Of(Encoding.UTF8.GetBytes(text)).ToString()[7..]}.grant.json");
        OwnFile.CreateFolder(home.Issued);
        OwnFile.Write(file, text);
        return text;
    }

    private static IEnumerable<string> Files(GatewayHome home)
    {
        if (!Directory.Exists(home.Issued))
            return [];
        PrivateFile.RefuseIfOthersWrite(home.Issued);
        return Directory.EnumerateFiles(home.Issued, "*.grant.json").Order(StringComparer.Ordinal);
    }

    private static IssuedGrant? Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        try
        {
            return MailboxGrant.Read(bytes).Value is { } grant ? new(grant, Protocol.Digest.Of(bytes).ToString()) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
