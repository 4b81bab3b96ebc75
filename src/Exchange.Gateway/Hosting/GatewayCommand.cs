using System.Text.Json;
using Exchange.Gateway.Issuing;
using Exchange.Gateway.Rebuilding;

namespace Exchange.Gateway.Hosting;

/// <summary>
/// The commands of this program, which the command line <c>exchange</c> starts. Failures are sentences, never stack traces.
/// </summary>
internal static class GatewayCommand
{
    private const int Failed = 1;
    private const int Usage = 2;
    private const int Refused = 3;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var json = arguments is [.., "--json"];
        try
        {
            return await DoAsync(json ? arguments[..^1] : arguments)
                ? 0
                : Say(
                    json,
                    Usage,
                    "Use the command 'exchange': gateway run, key add, db migrate, db rebuild, db copy, mailbox grant, party "
                        + "renew, party languages, party revoke."
                );
        }
        catch (Exception exception)
            when (exception is UnsafeSettingException or KeyStoreException or RebuildRefusedException or CopyRefusedException)
        {
            return Say(json, Refused, exception.Message);
        }
        catch (JournalUnavailableException exception)
        {
            return Say(json, Failed, $"{exception.Message} The reason: {exception.GetBaseException().Message}");
        }
        catch (Exception exception)
            when (exception
                    is SchemaMismatchException
                        or IOException
                        or UnauthorizedAccessException
                        or System.Data.Common.DbException
                        or FormatException
                        or JsonException
            )
        {
            return Say(json, Failed, exception.Message);
        }
    }

    private static async Task<bool> DoAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["run", "--home", var home]:
                await GatewayHost.RunAsync(new(home));
                return true;
            case ["db", "migrate", "--home", var home]:
                Migrate(new(home));
                return true;
            case ["db", "rebuild", "--home", var home]:
                await GatewayHost.RebuildAsync(new(home));
                return true;
            case ["key", "add", var wanted, "--home", var home]:
                await GatewayHost.MakeKeyAsync(new(home), JsonSerializer.Deserialize<NewKey>(wanted, ProtocolJson.Options)!);
                return true;
            case ["db", "copy", "--to", var target, "--home", var home]:
                GatewayHost.Copy(new(home), target);
                return true;
            case ["mailbox", "grant", var name, "--out", var file, .. var more, "--home", var home]
                when PartyName.TryParse(name, out var party) && more is [] or ["--certificate", _]:
                Answer(await GrantIssuing.IssueAsync(new(home), party, file, more.ElementAtOrDefault(1)));
                return true;
            case ["party", "renew", "--client", "--home", var home]:
                CardRenewal.RenewClient(new(home));
                return true;
            case ["party", "renew", .. var more, "--home", var home] when more is [] or ["--crls", _]:
                CardRenewal.Renew(new(home), more.ElementAtOrDefault(1));
                return true;
            case ["party", "languages", .. var languages, "--home", var home]:
                CardRenewal.SetLanguages(new(home), languages.Length == 0 ? null : languages);
                return true;
            case ["party", "revoke", var name, .. var more, "--home", var home]
                when PartyName.TryParse(name, out var party) && more.Except(["--former", "--yes"]).Any() is false:
                Answer(GrantRevoking.Revoke(new(home), party, more.Contains("--former"), more.Contains("--yes")));
                return true;
            default:
                return false;
        }
    }

    private static void Answer(IReadOnlyList<string> serials) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(serials, ProtocolJson.Indented));

    private static void Migrate(GatewayHome home)
    {
        using var homeLock = HomeLock.Take(home);
        using var database = new Database(GatewayHost.DialectOf(home, SettingsReader.Read(home.Settings)));
        database.Migrate();
    }

    private static int Say(bool json, int code, string text)
    {
        // One line, even if the text of an exception has several.
        var words = text.ReplaceLineEndings(" ");
        Console.Error.WriteLine(
            json
                ? JsonSerializer.Serialize(new FailureView(false, code, words, Kept: null, ToDo: null, Details: []), ProtocolJson.Indented)
                : $"exchange: {words}"
        );
        return code;
    }
}
