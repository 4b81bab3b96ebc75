using System.Diagnostics;
using Exchange.Tests.Cli;

namespace Exchange.Tests.Deploy;

/// <summary>The scripts that install and test, run with stand-ins for the programs that would change this machine.</summary>
internal sealed class ScriptTests
{
    private const string Former = "#!/bin/sh\nexit 0\n";

    private TemporaryFolder _folder = null!;

    private string Policy => _folder.In("policy-rc.d");

    [SetUp]
    public void MakeFolder()
    {
        _folder = new();
        Directory.CreateDirectory(_folder.In("bin"));
        // While packages are installed it asks, as they do, whether a broker may be started.
        Stub(
            "apt-get",
            $"echo \"apt-get $*\" >> {_folder.In("calls")}\n{Policy} rabbitmq-server start; echo \"start: $?\" >> {_folder.In("calls")}\nexit ${{APT_ENDS:-0}}"
        );
        Stub("dpkg-query", "[ \"$INSTALLED\" = yes ] && echo installed");
        Stub("systemctl", $"echo \"systemctl $*\" >> {_folder.In("calls")}");
        Stub("epmd", "exit 1");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task While_packages_are_installed_no_broker_may_start_nor_at_the_next_boot_and_nothing_of_that_stays()
    {
        (await InstallAsync()).ExitCode.ShouldBe(0);

        Calls()
            .ShouldBe([
                "apt-get install --yes --no-install-recommends rabbitmq-server",
                "start: 101",
                "systemctl --quiet disable rabbitmq-server.service",
                "systemctl --quiet disable epmd.socket",
                "systemctl --quiet disable epmd.service",
            ]);
        File.Exists(Policy).ShouldBeFalse();
    }

    [Test]
    public async Task A_broker_that_was_there_before_is_left_as_it_was()
    {
        (await InstallAsync(("INSTALLED", "yes"))).ExitCode.ShouldBe(0);
        Calls().ShouldNotContain(call => call.StartsWith("systemctl", StringComparison.Ordinal));
    }

    [TestCase("0")]
    [TestCase("100")]
    public async Task A_policy_of_the_machines_own_is_back_however_the_installation_ends(string ends)
    {
        Write(Policy, Former);
        (await InstallAsync(("APT_ENDS", ends))).ExitCode.ShouldBe(int.Parse(ends, System.Globalization.CultureInfo.InvariantCulture));

        Calls().ShouldContain("start: 101");
        (await File.ReadAllTextAsync(Policy)).ShouldBe(Former);
        File.Exists(Policy + ".before-exchange").ShouldBeFalse();
    }

    [Test]
    public async Task What_a_run_that_was_killed_has_left_is_taken_away_by_the_next()
    {
        Write(Policy, "#!/bin/sh\n# Of an installation by deploy/lib/install-packages.sh: gone when that ends.\nexit 101\n");
        Write(Policy + ".before-exchange", Former);
        (await InstallAsync()).ExitCode.ShouldBe(0);

        (await File.ReadAllTextAsync(Policy)).ShouldBe(Former);
        File.Exists(Policy + ".before-exchange").ShouldBeFalse();
    }

    [TestCase("total=\"10\" executed=\"9\" passed=\"9\" failed=\"0\"", 0, 0, "36 passed, 0 failed, 4 skipped")]
    [TestCase("total=\"10\" executed=\"10\" passed=\"8\" failed=\"2\"", 1, 1, "32 passed, 8 failed, 0 skipped")]
    [TestCase("total=\"10\" executed=\"10\" passed=\"10\" failed=\"0\"", 134, 1, "40 passed, 4 failed, 0 skipped")]
    [TestCase("total=\"0\" executed=\"0\" passed=\"0\" failed=\"0\"", 0, 1, "0 passed, 4 failed, 0 skipped")]
    [TestCase(null, 134, 1, "0 passed, 4 failed, 0 skipped")]
    public async Task All_tests_end_with_one_line_of_sums_in_which_a_run_that_crashed_is_a_failure(
        string? counts,
        int ends,
        int exitCode,
        string line
    )
    {
        var report = counts is null ? "" : $"echo '<Counters {counts} />' > \"${{argument#trx;LogFileName=}}\"";
        Stub(
            "dotnet",
            $"[ \"$1\" = test ] || exit 0\nfor argument; do case $argument in trx*) {(report.Length > 0 ? report : ":")} ;; esac; done\nexit {ends}"
        );
        var run = await RunAsync(Path.Combine(Repository.Root, "tests", "run.sh"));

        run.ExitCode.ShouldBe(exitCode, run.Output);
        run.Output.TrimEnd('\n').Split('\n')[^1].ShouldBe(line);
    }

    [Test]
    public void The_lock_of_an_installation_is_where_root_alone_can_put_a_link()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "lib", "install-packages.sh"));
        var file = System
            .Text.RegularExpressions.Regex.Match(script, "^readonly lockfile=(.+)$", System.Text.RegularExpressions.RegexOptions.Multiline)
            .Groups[1]
            .Value;
        (File.GetUnixFileMode(Path.GetDirectoryName(file)!) & (UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)).ShouldBe(
            UnixFileMode.None
        );
    }

    // A copy whose paths are in a folder of its own, with the rest as it is.
    private Task<(int ExitCode, string Output)> InstallAsync(params (string Name, string Value)[] variables)
    {
        foreach (var script in new[] { "install-packages.sh", "say.sh" })
        {
            File.WriteAllText(
                _folder.In(script),
                File.ReadAllText(Path.Combine(Repository.Root, "deploy", "lib", script))
                    .Replace("/usr/sbin/", _folder.Folder + "/", StringComparison.Ordinal)
                    .Replace("=/run/", "=" + _folder.Folder + "/", StringComparison.Ordinal)
            );
        }

        return RunAsync(_folder.In("install-packages.sh"), ["rabbitmq-server"], variables);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(
        string script,
        string[]? arguments = null,
        params (string Name, string Value)[] variables
    )
    {
        var start = new ProcessStartInfo("bash", [script, .. arguments ?? []])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_folder.In("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await said;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private string[] Calls() => File.ReadAllLines(_folder.In("calls"));

    private void Stub(string program, string script) => Write(Path.Combine(_folder.In("bin"), program), $"#!/bin/sh\n{script}\n");

    private static void Write(string file, string text)
    {
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
