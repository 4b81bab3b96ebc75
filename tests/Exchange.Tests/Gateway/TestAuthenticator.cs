using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exchange.Protocol.Api;

namespace Exchange.Tests.Gateway;

/// <summary>An authenticator with one passkey, and the browser before it (WebAuthn Level 3). What they say can be made wrong.</summary>
internal sealed class TestAuthenticator : IDisposable
{
    public const string Desk = "https://desk.police.example";

    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasKey = 0x40;

    private static readonly string[] Transports = ["internal"];

    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The page that asked, as the browser sees it.</summary>
    public string Origin { get; set; } = Desk;

    public bool IsCrossOrigin { get; set; }

    public string RpId { get; set; } = "desk.police.example";

    public bool IsPresent { get; set; } = true;

    public bool IsVerified { get; set; } = true;

    /// <summary>How often it has signed; it counts on with each answer to a sign-in.</summary>
    public uint Count { get; set; }

    public string Type { get; set; } = "webauthn.get";

    /// <summary>Whose it is, as it was told when the passkey was made.</summary>
    public string UserHandle { get; set; } = "";

    public void LoseKey()
    {
        _key.Dispose();
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }

    /// <summary>Makes its passkey.</summary>
    public PasskeyAnswer Create(PasskeyChallengeView challenge)
    {
        UserHandle = challenge.Options.GetProperty("user").GetProperty("id").GetString()!;
        // { "fmt": "none", "attStmt": {}, "authData": … } in CBOR (RFC 8949).
        byte[] data = [.. Data(HasKey), .. new byte[16], 0, (byte)_id.Length, .. _id, .. CoseKey()];
        byte[] attestation =
        [
            0xA3,
            0x63,
            .. "fmt"u8,
            0x64,
            .. "none"u8,
            0x67,
            .. "attStmt"u8,
            0xA0,
            0x68,
            .. "authData"u8,
            0x58,
            (byte)data.Length,
            .. data,
        ];
        return Answer(
            challenge,
            new
            {
                clientDataJSON = Text(ClientData("webauthn.create", challenge)),
                attestationObject = Text(attestation),
                transports = Transports,
            }
        );
    }

    /// <summary>Signs a challenge.</summary>
    public PasskeyAnswer Get(PasskeyChallengeView challenge)
    {
        Count++;
        var (client, data) = (ClientData(Type, challenge), Data(0));
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        return Answer(
            challenge,
            new
            {
                clientDataJSON = Text(client),
                authenticatorData = Text(data),
                signature = Text(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
                userHandle = UserHandle,
            }
        );
    }

    public void Dispose() => _key.Dispose();

    private PasskeyAnswer Answer(PasskeyChallengeView challenge, object response) =>
        new()
        {
            Challenge = challenge.Id,
            Credential = JsonSerializer.SerializeToElement(
                new
                {
                    id = Text(_id),
                    rawId = Text(_id),
                    type = "public-key",
                    response,
                    clientExtensionResults = new { },
                }
            ),
        };

    private byte[] ClientData(string type, PasskeyChallengeView challenge) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type,
                challenge = challenge.Options.GetProperty("challenge").GetString(),
                origin = Origin,
                crossOrigin = IsCrossOrigin,
            }
        );

    private byte[] Data(byte flags)
    {
        var count = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        flags |= (byte)((IsPresent ? Present : 0) | (IsVerified ? Verified : 0));
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(RpId)), flags, .. count];
    }

    // { kty: EC2, alg: ES256, crv: P-256, x: …, y: … } in CBOR (RFC 9053, section 7.1.1).
    private byte[] CoseKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
