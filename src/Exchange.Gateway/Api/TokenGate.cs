using System.Security.Cryptography;
using System.Text;
using Exchange.Gateway.Hosting;

namespace Exchange.Gateway.Api;

/// <summary>Lets in who knows the token of this home. The file is made at the first start, for its owner alone.</summary>
internal sealed class TokenGate(RequestDelegate next, GatewayHome home)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes(ReadOrMake(home.ApiToken)));

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || IsKnown(context.Request.Headers.Authorization.ToString()))
        {
            await next(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated",
            "The token of this gateway is missing or wrong. It is in the file api-token of its home.").ExecuteAsync(context);
    }

    private bool IsKnown(string header) =>
        header.StartsWith(Scheme, StringComparison.Ordinal)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..])), _digest);

    private static string ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using var writer = new StreamWriter(path, options);
            writer.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        PrivateFile.RefuseIfShared(path);
        return File.ReadAllText(path).Trim();
    }
}
