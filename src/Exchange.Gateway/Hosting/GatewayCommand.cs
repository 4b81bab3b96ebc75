using Exchange.Gateway.Issuing;
using Exchange.Gateway.Rebuilding;
using Exchange.Gateway.Store;
using Exchange.Sealing.Keys;

namespace Exchange.Gateway.Hosting;

/// <summary>What this program can do; the command line <c>exchange</c> starts it. Says what went wrong in words, never as a stack trace.</summary>
internal static class GatewayCommand
{
    private const int Failed = 1;
    private const int Usage = 2;
    private const int Refused = 3;

    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                ["run", "--home", var home] => await DoAsync(() => GatewayHost.RunAsync(new(home))),
                ["db", "migrate", "--home", var home] => await DoAsync(() => MigrateAsync(new(home))),
                ["db", "rebuild", "--home", var home] => await DoAsync(() => GatewayHost.RebuildAsync(new(home), json: false)),
                ["db", "rebuild", "--home", var home, "--json"] => await DoAsync(() => GatewayHost.RebuildAsync(new(home), json: true)),
                ["mailbox", "grant", var party, "--out", var file, "--home", var home] => await DoAsync(() => GrantIssuing.IssueAsync(new(home), party, file, null)),
                ["mailbox", "grant", var party, "--out", var file, "--certificate", var certificate, "--home", var home] =>
                    await DoAsync(() => GrantIssuing.IssueAsync(new(home), party, file, certificate)),
                _ => Say(Usage, "Use the command 'exchange': gateway run, db migrate, db rebuild, mailbox grant."),
            };
        }
        catch (Exception exception) when (exception is UnsafeSettingException or KeyStoreException or RebuildRefusedException)
        {
            return Say(Refused, exception.Message);
        }
        catch (Exception exception) when (exception is SchemaMismatchException or IOException or UnauthorizedAccessException or System.Data.Common.DbException or FormatException)
        {
            return Say(Failed, exception.Message);
        }
    }

    private static async Task<int> DoAsync(Func<Task> run)
    {
        await run();
        return 0;
    }

    private static Task MigrateAsync(GatewayHome home)
    {
        using var homeLock = HomeLock.Take(home);
        new Database(home.Database).Migrate();
        Console.Error.WriteLine($"{home.Database} has this program's schema now.");
        return Task.CompletedTask;
    }

    private static int Say(int code, string text)
    {
        Console.Error.WriteLine($"exchange: {text}");
        return code;
    }
}
