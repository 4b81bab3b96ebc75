using Org.BouncyCastle.Security;

namespace Exchange.Sealing.Keys;

/// <summary>
/// Keys in encrypted files of one folder, loaded once. The file name states the purpose of a key (<c>signing-1.pem</c>,
/// <c>log-ed25519-1.pem</c>). Only the owner may read the files.
/// </summary>
public sealed class FileKeyStore : IKeyStore
{
    /// <summary>File of the storage key.</summary>
    public const string StorageKeyFile = "storage.key";

    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private readonly List<EcSigningKey> _signing;
    private readonly List<EcAgreementKey> _agreement;
    private readonly List<MlKemKey> _kem;
    private readonly List<ECDsa> _client;
    private readonly Ed25519NoteKey _logEd25519;

    private FileKeyStore(string folder, KeyProtection protection)
    {
        _signing = Load(folder, KeyPurpose.Signing, protection, pkcs8 => new EcSigningKey(Import(ECDsa.Create(), pkcs8)));
        _agreement = Load(folder, KeyPurpose.Encryption, protection, pkcs8 => new EcAgreementKey(
            Import(new ECDiffieHellmanOpenSsl(), pkcs8)
        ));
        _kem = Load(folder, KeyPurpose.Kem, protection, MlKemKey.Read);
        _client = Load(folder, KeyPurpose.Client, protection, pkcs8 => Import(ECDsa.Create(), pkcs8));
        _logEd25519 = Last(folder, KeyPurpose.LogEd25519, protection, Ed25519NoteKey.Read);
        LogMlDsa44 = Last(folder, KeyPurpose.LogMlDsa44, protection, MlDsaNoteKey.Read);
        Witness = Last(folder, KeyPurpose.Witness, protection, MlDsaNoteKey.Read);
        var storage = Path.Combine(folder, StorageKeyFile);
        Content = new(protection.Unseal(Read(storage), storage));
    }

    public INoteKey LogEd25519 => _logEd25519;

    public INoteKey LogMlDsa44 { get; }
    public INoteKey Witness { get; }
    public ContentCipher Content { get; }

    /// <summary>Opens the folder.</summary>
    /// <exception cref="KeyStoreException">Wrong passphrase, a missing or damaged file, or a file that others may read.</exception>
    public static FileKeyStore Open(string folder, KeyProtection protection)
    {
        if (!Directory.Exists(folder))
            throw new KeyStoreException($"The key folder {folder} does not exist. Run 'exchange party init' first.");
        RefuseIfShared(folder);
        try
        {
            return new(folder, protection);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"The keys in {folder} cannot be read: {exception.Message}", exception);
        }
    }

    public ISigningKey? Signing(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        Find(_signing, key => key.SubjectPublicKeyInfo, subjectPublicKeyInfo);

    public IAgreementKey? Agreement(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        Find(_agreement, key => key.SubjectPublicKeyInfo, subjectPublicKeyInfo);

    public IKemKey? Kem(ReadOnlySpan<byte> subjectPublicKeyInfo) => Find(_kem, key => key.SubjectPublicKeyInfo, subjectPublicKeyInfo);

    public ECDsa? Client(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        Find(_client, key => key.ExportSubjectPublicKeyInfo(), subjectPublicKeyInfo);

    public void Dispose()
    {
        _signing.ForEach(key => key.Dispose());
        _agreement.ForEach(key => key.Dispose());
        _kem.ForEach(key => key.Dispose());
        _client.ForEach(key => key.Dispose());
        _logEd25519.Dispose();
        Content.Dispose();
    }

    private static T? Find<T>(List<T> keys, Func<T, byte[]> publicKey, ReadOnlySpan<byte> wanted)
        where T : class
    {
        foreach (var key in keys)
        {
            if (wanted.SequenceEqual(publicKey(key)))
                return key;
        }

        return null;
    }

    private static T Last<T>(string folder, KeyPurpose purpose, KeyProtection protection, Func<byte[], T?> read)
        where T : class =>
        Load(folder, purpose, protection, read) is [.., var last]
            ? last
            : throw new KeyStoreException($"The key {purpose.FileName("1")} is missing from {folder}.");

    private static List<T> Load<T>(string folder, KeyPurpose purpose, KeyProtection protection, Func<byte[], T?> read)
        where T : class =>
        [
            .. Directory
                .EnumerateFiles(folder, purpose.FileName("*"))
                // By generation: 10 comes after 2.
                .OrderBy(path => path.Length)
                .ThenBy(path => path, StringComparer.Ordinal)
                .Select(path => KeyOf(path, protection.Unprotect(Read(path), path), read)),
        ];

    private static T KeyOf<T>(string path, byte[] pkcs8, Func<byte[], T?> read)
        where T : class
    {
        try
        {
            return read(pkcs8) ?? throw new ArgumentException("Another type of key.", nameof(path));
        }
        catch (Exception exception)
            when (exception is CryptographicException or SecurityUtilityException or ArgumentException or IOException)
        {
            throw new KeyStoreException($"{path} does not have the type of key that its name states.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static string Read(string path)
    {
        RefuseIfShared(path);
        return File.ReadAllText(path);
    }

    private static void RefuseIfShared(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new KeyStoreException($"Users other than its owner can read or write {path}. Run: chmod -R go= '{path}'");
    }

    private static T Import<T>(T key, byte[] pkcs8)
        where T : ECAlgorithm
    {
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key;
    }
}
