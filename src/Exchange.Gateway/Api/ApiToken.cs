using System.Security.Cryptography;
using System.Text;
using Exchange.Gateway.Hosting;

namespace Exchange.Gateway.Api;

/// <summary>The token of this home, as its digest. The file is made at the first start, for its owner alone.</summary>
internal sealed class ApiToken
{
    private readonly byte[] _digest;

    private ApiToken(string token) => _digest = DigestOf(token);

    /// <exception cref="UnsafeSettingException">Others may read the file.</exception>
    public static ApiToken ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using var writer = new StreamWriter(path, options);
            writer.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        PrivateFile.RefuseIfShared(path);
        return new(File.ReadAllText(path).Trim());
    }

    public bool Is(string token) => CryptographicOperations.FixedTimeEquals(DigestOf(token), _digest);

    private static byte[] DigestOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
