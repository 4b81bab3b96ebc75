namespace Exchange.Desk.Security;

/// <summary>
/// The national identity provider (OpenID Connect): section <c>Desk:OpenIdConnect</c>. The gateway verifies its tokens by settings of its
/// own.
/// </summary>
internal sealed record ProviderSettings
{
    /// <summary>The provider's issuer, an https address.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The id under which the provider knows the desk.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>File, for the desk alone, of the secret that it shares with the provider.</summary>
    public string ClientSecretFile { get; init; } = "";

    /// <summary>File of the authorities (PEM) that verify the provider's https; those of the machine if it is absent.</summary>
    public string? TrustedAuthorities { get; init; }

    /// <inheritdoc cref="DeskSettings.Fault"/>
    public string? Fault() =>
        !Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme != Uri.UriSchemeHttps
            ? $"Desk:OpenIdConnect:Issuer is '{Issuer}'. Give the provider's issuer, as https://id.police.example."
        : ClientId.Length == 0 ? "Desk:OpenIdConnect:ClientId is missing. Give the id under which the provider knows the desk."
        : !File.Exists(ClientSecretFile) ? $"Desk:OpenIdConnect:ClientSecretFile: there is no file '{ClientSecretFile}'."
        : (File.GetUnixFileMode(ClientSecretFile) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0
            ? $"Desk:OpenIdConnect:ClientSecretFile: others may read {ClientSecretFile}. Run: chmod 600 {ClientSecretFile}"
        : TrustedAuthorities is { } file && !File.Exists(file) ? $"Desk:OpenIdConnect:TrustedAuthorities: there is no file {file}."
        : null;
}
