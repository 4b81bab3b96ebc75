using System.Security.Cryptography;
using System.Text;
using Exchange.Gateway.Hosting;

namespace Exchange.Gateway.Api;

/// <summary>Lets in who knows the token of this home. The file is made at the first start, for its owner alone.</summary>
internal sealed class TokenGate(RequestDelegate next, GatewayHome home)
{
    private const int ShortestToken = 32;
    private const string Scheme = "Bearer ";

    private readonly byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes(ReadOrMake(home.ApiToken)));

    public async Task InvokeAsync(HttpContext context)
    {
        if (IsOpenToAll(context.Request.Path) || IsKnown(context.Request.Headers.Authorization.ToString()))
        {
            await next(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated",
            "The token of this gateway is missing or wrong. It is in the file api-token of its home.").ExecuteAsync(context);
    }

    // Everything else asks for the token, whatever routes there are and however they are spelt.
    private static bool IsOpenToAll(PathString path) => path == "/health/live" || path == "/health/ready" || path == "/openapi/v1.json";

    private bool IsKnown(string header) =>
        header.StartsWith(Scheme, StringComparison.Ordinal)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..])), _digest);

    private static string ReadOrMake(string path)
    {
        if (!File.Exists(path))
            Make(path);
        PrivateFile.RefuseIfShared(path);
        var token = File.ReadAllText(path).Trim();
        return token.Length >= ShortestToken
            ? token
            : throw new UnsafeSettingException($"The token in {path} is shorter than {ShortestToken} characters. Remove the file: the gateway makes a new one.");
    }

    // Whole or not at all: a crash must not leave a token that is empty.
    private static void Make(string path)
    {
        var fresh = path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using (var writer = new StreamWriter(fresh, options))
            writer.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        File.Move(fresh, path);
    }
}
