using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Exchange.Sealing.Keys;

/// <summary>
/// Keys in encrypted files of one folder, loaded once. What a key is for stands in its file's name (<c>signing-1.pem</c>,
/// <c>log-ed25519-1.pem</c>); nobody but the owner may read any of them.
/// </summary>
public sealed class FileKeyStore : IKeyStore
{
    /// <summary>File of the storage key.</summary>
    public const string StorageKeyFile = "storage.key";

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly List<ECDsa> _signing;
    private readonly List<EcSigningKey> _signingKeys;
    private readonly List<ECDiffieHellman> _agreement;
    private readonly List<EcAgreementKey> _agreementKeys;
    private readonly List<MlKemKey> _kem;
    private readonly List<ECDsa> _client;

    private FileKeyStore(string folder, KeyProtection protection)
    {
        _signing = [.. Load(folder, KeyPurpose.Signing, protection).Select(file => Import(ECDsa.Create(), file))];
        _signingKeys = [.. _signing.Select(key => new EcSigningKey(key))];
        _agreement = [.. Load(folder, KeyPurpose.Encryption, protection).Select(file => Import(ECDiffieHellman.Create(), file))];
        _agreementKeys = [.. _agreement.Select(key => new EcAgreementKey(key))];
        _kem = [.. Load(folder, KeyPurpose.Kem, protection).Select(file => new MlKemKey(Parse<MLKemPrivateKeyParameters>(file)))];
        _client = [.. Load(folder, KeyPurpose.Client, protection).Select(file => Import(ECDsa.Create(), file))];
        LogEd25519 = new Ed25519NoteKey(Parse<Ed25519PrivateKeyParameters>(One(folder, KeyPurpose.LogEd25519, protection)));
        LogMlDsa44 = new MlDsaNoteKey(Parse<MLDsaPrivateKeyParameters>(One(folder, KeyPurpose.LogMlDsa44, protection)));
        Witness = new MlDsaNoteKey(Parse<MLDsaPrivateKeyParameters>(One(folder, KeyPurpose.Witness, protection)));
        var storage = Path.Combine(folder, StorageKeyFile);
        Content = new(protection.Unseal(Read(storage), storage));
    }

    public INoteKey LogEd25519 { get; }

    public INoteKey LogMlDsa44 { get; }

    public INoteKey Witness { get; }

    public ContentCipher Content { get; }

    /// <summary>Opens the folder.</summary>
    /// <exception cref="KeyStoreException">Wrong passphrase, a missing or damaged file, or one that others may read.</exception>
    public static FileKeyStore Open(string folder, KeyProtection protection)
    {
        ArgumentNullException.ThrowIfNull(protection);
        if (!Directory.Exists(folder))
            throw new KeyStoreException($"There is no key folder {folder}. Run 'exchange party init' first.");
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

    public ISigningKey? Signing(ReadOnlySpan<byte> subjectPublicKeyInfo) => Find(_signingKeys, key => key.SubjectPublicKeyInfo, subjectPublicKeyInfo);

    public IAgreementKey? Agreement(ReadOnlySpan<byte> subjectPublicKeyInfo) => Find(_agreementKeys, key => key.SubjectPublicKeyInfo, subjectPublicKeyInfo);

    public IKemKey? Kem(ReadOnlySpan<byte> subjectPublicKeyInfo) => Find(_kem, key => key.SubjectPublicKeyInfo, subjectPublicKeyInfo);

    public ECDsa? Client(ReadOnlySpan<byte> subjectPublicKeyInfo) => Find(_client, key => key.ExportSubjectPublicKeyInfo(), subjectPublicKeyInfo);

    public void Dispose()
    {
        _signing.ForEach(key => key.Dispose());
        _agreement.ForEach(key => key.Dispose());
        _client.ForEach(key => key.Dispose());
        Content.Dispose();
    }

    private static T? Find<T>(List<T> keys, Func<T, byte[]> publicKey, ReadOnlySpan<byte> wanted) where T : class
    {
        foreach (var key in keys)
        {
            if (wanted.SequenceEqual(publicKey(key)))
                return key;
        }

        return null;
    }

    private static KeyFile One(string folder, KeyPurpose purpose, KeyProtection protection)
    {
        var keys = Load(folder, purpose, protection).ToList();
        return keys.Count > 0 ? keys[^1] : throw new KeyStoreException($"The key {purpose.FileName("1")} is missing from {folder}.");
    }

    private static IEnumerable<KeyFile> Load(string folder, KeyPurpose purpose, KeyProtection protection) => Directory
        .EnumerateFiles(folder, purpose.FileName("*"))
        // By generation: the tenth comes after the second.
        .OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)
        .Select(path => new KeyFile(path, protection.Unprotect(Read(path), path)));

    private static string Read(string path)
    {
        RefuseIfShared(path);
        return File.ReadAllText(path);
    }

    private static void RefuseIfShared(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new KeyStoreException($"{path} can be read or written by others than its owner. Run: chmod -R go= '{path}'");
    }

    private static T Import<T>(T key, KeyFile file) where T : ECAlgorithm
    {
        try
        {
            key.ImportPkcs8PrivateKey(file.Pkcs8, out _);
            return key;
        }
        catch (CryptographicException)
        {
            throw OtherKind(file);
        }
    }

    private static T Parse<T>(KeyFile file) where T : AsymmetricKeyParameter
    {
        try
        {
            return PrivateKeyFactory.CreateKey(file.Pkcs8) as T ?? throw OtherKind(file);
        }
        catch (Exception exception) when (exception is SecurityUtilityException or ArgumentException or IOException)
        {
            throw OtherKind(file);
        }
    }

    private static KeyStoreException OtherKind(KeyFile file) => new($"{file.Path} holds another kind of key than its name says.");

    private readonly record struct KeyFile(string Path, byte[] Pkcs8)
    {
        public override string ToString() => Path;
    }
}
