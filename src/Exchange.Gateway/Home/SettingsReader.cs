using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Security.Cryptography;

namespace Exchange.Gateway.Home;

/// <summary>Reads <c>gateway.json</c>, and refuses what is missing, unknown, out of its limits or unsafe.</summary>
internal static class SettingsReader
{
    // Registered for AMQP without TLS.
    private const int PlainAmqpPort = 5672;

    /// <exception cref="UnsafeSettingException">The text names the setting.</exception>
    public static GatewaySettings Read(string path)
    {
        if (!File.Exists(path))
            throw new UnsafeSettingException($"There is no {path}. Create a home with: exchange party init");
        PrivateFile.RefuseIfOthersWrite(path);
        var settings = Bind(path);
        Validate(settings, path, "");
        Validate(settings.Mailbox, path, "Mailbox:");
        Validate(settings.Border, path, "Border:");
        Validate(settings.Border.Connection, path, "Border:Connection:");
        Validate(settings.Policy, path, "Policy:");
        RefuseUnsafe(settings, path);
        return settings;
    }

    private static GatewaySettings Bind(string path)
    {
        try
        {
            var root = new ConfigurationBuilder().AddJsonFile(path).Build();
            RefuseUnknown(root, typeof(GatewaySettings), path);
            var settings = root.Get<GatewaySettings>() ?? new();
            // The binder takes an empty list for one that is not set.
            return root.GetSection($"{nameof(GatewaySettings.Release)}:{nameof(ReleaseSettings.Kinds)}").Value == ""
                ? settings with
                {
                    Release = settings.Release with { Kinds = [] },
                }
                : settings;
        }
        catch (InvalidOperationException exception)
        {
            // This exception names the setting; its inner one does not.
            throw new UnsafeSettingException($"{path}: {exception.Message}");
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new UnsafeSettingException($"{path} is not valid JSON: {exception.GetBaseException().Message}");
        }
    }

    private static void RefuseUnknown(IConfiguration section, Type type, string path)
    {
        if (type == typeof(IReadOnlyList<string>))
        {
            // The binder would take one text for an empty list.
            if (section is IConfigurationSection { Value.Length: > 0, Path: var list })
                throw new UnsafeSettingException($"{path}: {list}: this must be a list, such as [\"protection-alert\"].");
            return;
        }

        // The binder would take null for false or zero, and so switch a guard off.
        if (
            section is IConfigurationSection { Value: null, Path: var setTo }
            && type.IsValueType
            && Nullable.GetUnderlyingType(type) is null
        )
        {
            throw new UnsafeSettingException($"{path}: {setTo}: this must have a value, not null. Without the setting its default counts.");
        }

        foreach (var child in section.GetChildren())
        {
            if (type == typeof(IReadOnlyDictionary<string, LinkSettings>))
            {
                RefuseUnknown(child, typeof(LinkSettings), path);
                continue;
            }

            var setting = type.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
                ?? throw new UnsafeSettingException($"{path}: {child.Path}: there is no such setting. Check its name, or remove it.");
            RefuseUnknown(child, setting.PropertyType, path);
        }
    }

    private static void Validate(object section, string path, string prefix)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(section, new(section), faults, validateAllProperties: true))
            throw new UnsafeSettingException($"{path}: {prefix}{faults[0].MemberNames.FirstOrDefault()}: {faults[0].ErrorMessage}");
    }

    private static void RefuseUnsafe(GatewaySettings settings, string path)
    {
        if (settings.Api is { Url: { } url, Address: null })
        {
            throw new UnsafeSettingException(
                $"{path}: Api:Url: {url} is not https://HOST[:PORT]. Over plain HTTP, on this machine too, any program that takes "
                    + "the port while the gateway is down would get the token. Remove the setting: the API listens on "
                    + $"{ApiPlace.SocketName} in the home. For TCP, give https with the host that the certificate tls/api.pem names."
            );
        }

        if (settings.Mailbox.Port == PlainAmqpPort)
        {
            throw new UnsafeSettingException(
                $"{path}: Mailbox:Port: {PlainAmqpPort} is the port of AMQP without TLS. Use the broker's TLS port, usually 5671."
            );
        }

        if (settings.Border.RecordFolder is { } folder && !Directory.Exists(folder))
            throw new UnsafeSettingException($"{path}: Border:RecordFolder: there is no folder {folder}.");
        if (settings.Release.KindsInForce.FirstOrDefault(kind => CaseKinds.Find(kind) is null) is { } unknown)
        {
            throw new UnsafeSettingException(
                $"{path}: Release:Kinds: there is no kind '{unknown}'. The kinds are: {string.Join(", ", CaseKinds.All)}."
            );
        }

        if (settings.LocodeFile is { } locodes)
            RefuseUnreadable(locodes, path);
        if (settings.AgencyBus is { } bus)
            RefuseUnsafe(bus, path);
        if (settings.Units.FirstOrDefault(unit => !UnitName.IsValid(unit)) is not null)
            throw new UnsafeSettingException($"{path}: Units: a unit must be {UnitName.FormText}.");
        if (settings.SignIn.OpenIdConnect is { Fault: (var member, var text) })
            throw new UnsafeSettingException($"{path}: SignIn:OpenIdConnect:{member}: {text}");
        if (settings.SignIn.OpenIdConnect?.TrustedAuthorities is { } authorities)
            PrivateFile.RefuseIfOthersWrite(authorities);
        if (settings.SignIn.DeskFault is { } desk)
            throw new UnsafeSettingException($"{path}: SignIn:DeskUrl: {desk}");
        foreach (var (counterpart, link) in settings.Links)
            RefuseUnsafe(settings, $"{path}: Links:{counterpart}", counterpart, link);
    }

    private static void RefuseUnreadable(string locodes, string path)
    {
        try
        {
            if (LocodeList.Read(locodes).Count == 0)
            {
                throw new UnsafeSettingException(
                    $"{path}: LocodeFile: there is no UN/LOCODE in {locodes}. Give the list of UNECE (CSV), or a code a line."
                );
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnsafeSettingException($"{path}: LocodeFile: {locodes} cannot be read: {exception.Message}");
        }
    }

    private static void RefuseUnsafe(AgencyBusSettings bus, string path)
    {
        Validate(bus, path, "AgencyBus:");
        if (bus.Port == PlainAmqpPort)
        {
            throw new UnsafeSettingException(
                $"{path}: AgencyBus:Port: {PlainAmqpPort} is the port of AMQP without TLS. Use the broker's TLS port, usually 5671."
            );
        }

        if (!File.Exists(bus.PasswordFile))
            throw new UnsafeSettingException($"{path}: AgencyBus:PasswordFile: there is no file {bus.PasswordFile}.");
        PrivateFile.RefuseIfShared(bus.PasswordFile);
        if (string.IsNullOrWhiteSpace(File.ReadAllText(bus.PasswordFile)))
        {
            throw new UnsafeSettingException(
                $"{path}: AgencyBus:PasswordFile: {bus.PasswordFile} is empty. Write the password of {bus.User} at the broker into it."
            );
        }

        if (bus.TrustedAuthorities is not { } authorities)
            return;
        PrivateFile.RefuseIfOthersWrite(authorities);
        try
        {
            _ = bus.ReadAuthorities();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UnsafeSettingException(
                $"{path}: AgencyBus:TrustedAuthorities: {authorities} cannot be read as certificates (PEM): {exception.Message}"
            );
        }
    }

    private static void RefuseUnsafe(GatewaySettings settings, string at, string counterpart, LinkSettings link)
    {
        if (!PartyName.TryParse(counterpart, out _))
            throw new UnsafeSettingException($"{at}: this is not the name of a party, such as MYS or BGD-CID.");
        if (link.MaximumClassification > settings.MaximumClassification)
        {
            throw new UnsafeSettingException(
                $"{at}:MaximumClassification: a link cannot have more than MaximumClassification, which is the most that this "
                    + "gateway may handle."
            );
        }

        if (link.Due.Spans.Fault is (var member, var text))
            throw new UnsafeSettingException($"{at}:Due:{member}: {text}");
    }
}

/// <summary>A setting is missing, wrong or unsafe: the gateway does not start. The text says which and what to do.</summary>
internal sealed class UnsafeSettingException(string message) : Exception(message);
