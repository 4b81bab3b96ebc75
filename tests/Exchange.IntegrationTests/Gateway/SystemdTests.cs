using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Exchange.Cli.Gateway;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>A unit of the type <c>notify</c> hears from the gateway when it is ready, and when it stops (sd_notify(3)).</summary>
internal sealed class SystemdTests
{
    // Prints the gateway's process id, and ends when it does.
    private const string Script = "\"$0\" \"$@\" >>\"$LOG\" 2>&1 & echo $!; wait $!";

    [Test]
    public async Task Systemd_is_told_when_the_gateway_is_ready_and_when_it_stops()
    {
        using var home = await StartedHome.FoundAsync();
        var folder = Path.GetDirectoryName(home.Home.Folder)!;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "notify")));
        using var parent = Start(home, folder);
        using var gateway = Process.GetProcessById(int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
        try
        {
            (await HearAsync(socket)).ShouldContain("READY=1");
            using var stop = Process.Start("kill", ["-TERM", gateway.Id.ToString(CultureInfo.InvariantCulture)]);
            (await HearAsync(socket)).ShouldContain("STOPPING=1");
            await parent.WaitForExitAsync();
            parent.ExitCode.ShouldBe(0);
        }
        finally
        {
            gateway.Kill();
        }
    }

    // The gateway speaks to systemd where a process of that name has started it.
    private static Process Start(StartedHome home, string folder)
    {
        var systemd = Path.Combine(folder, "systemd");
        File.Copy("/bin/bash", systemd);
        var program = GatewayProgram.Find();
        var start = new ProcessStartInfo(systemd, ["-c", Script, program.FileName, .. program.Arguments("run", "--home", home.Home.Folder)])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["NOTIFY_SOCKET"] = Path.Combine(folder, "notify");
        start.Environment["LOG"] = home.Log;
        return Process.Start(start)!;
    }

    private static async Task<string> HearAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var bytes = new byte[4096];
        return Encoding.UTF8.GetString(bytes, 0, await socket.ReceiveAsync(bytes, SocketFlags.None, patience.Token));
    }
}
