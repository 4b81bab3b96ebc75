using System.Diagnostics;
using Exchange.Tests.Cli;

namespace Exchange.Tests.Deploy;

/// <summary>
/// What the scripts do where something is missing, with stand-ins for the programs that would fetch it or change this machine.
/// </summary>
internal sealed class LibraryTests
{
    private const string Nobody = "1000";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new();
        foreach (var folder in new[] { "bin", "lists", "root" })
            Directory.CreateDirectory(_folder.In(folder));
        // Of the machine's own programs only these are seen.
        foreach (var program in new[] { "dirname", "mktemp", "rm", "mkdir", "chmod", "bash", "sh", "cat" })
            File.CreateSymbolicLink(_folder.In("bin", program), new[] { $"/usr/bin/{program}", $"/bin/{program}" }.First(File.Exists));
        Stub("apt-get", "exit 0");
        File.WriteAllText(_folder.In("lists", "archive_Packages"), "");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Who_is_not_root_installs_with_sudo_and_is_told_so()
    {
        Stub("sudo", "exit 0");
        var run = await RunAsync("need_packages rabbitmq-server", user: Nobody);

        run.ExitCode.ShouldBe(0, run.Said);
        run.Said.ShouldContain("Installing from the distribution's packages with sudo: rabbitmq-server. No service is started by this.");
        Calls().ShouldHaveSingleItem().ShouldMatch("^sudo bash .*/install-packages.sh rabbitmq-server$");
    }

    [Test]
    public async Task Without_root_and_without_sudo_the_command_for_root_is_given()
    {
        var run = await RunAsync("need_packages rabbitmq-server", user: Nobody);

        run.ExitCode.ShouldBe(1);
        run.Said.ShouldContain("Installing needs root, and there is no sudo.");
        run.Said.ShouldMatch("As root, run:  bash .*/install-packages.sh rabbitmq-server");
    }

    [Test]
    public async Task A_system_without_apt_is_told_what_to_install_itself()
    {
        File.Delete(_folder.In("bin", "apt-get"));
        var run = await RunAsync("need_packages rabbitmq-server openssl");

        run.ExitCode.ShouldBe(1);
        run.Said.ShouldContain("cannot install what is missing here: rabbitmq-server openssl.");
    }

    [Test]
    public async Task Packages_that_cannot_be_fetched_are_named_with_the_way_to_carry_them_here()
    {
        Stub("sudo", "exit 100");
        var run = await RunAsync("need_packages rabbitmq-server", user: Nobody);

        run.ExitCode.ShouldBe(1);
        run.Said.ShouldContain("The packages could not be installed: rabbitmq-server. Nothing else was changed.");
        run.Said.ShouldContain("apt-get update && apt-get install --download-only --yes --no-install-recommends rabbitmq-server");
        run.Said.ShouldContain("/var/cache/apt/archives");
    }

    [Test]
    public async Task The_distributions_sdk_is_taken_where_there_is_one()
    {
        Stub("apt-cache", "exit 0");
        Stub("sudo", $"printf '#!/bin/sh\\nexit 0\\n' > {_folder.In("bin", "dotnet")}; chmod +x {_folder.In("bin", "dotnet")}");
        var run = await RunAsync("need_dotnet", user: Nobody);

        run.ExitCode.ShouldBe(0, run.Said);
        Calls().ShouldContain(call => call.EndsWith("/install-packages.sh dotnet-sdk-10.0", StringComparison.Ordinal));
        Directory.Exists(_folder.In("root", ".dotnet")).ShouldBeFalse();
    }

    [TestCase(true, "This distribution has no package of the .NET 10 SDK.")]
    [TestCase(false, "Whether this distribution has a package of the .NET 10 SDK is not known")]
    public async Task Where_the_distribution_has_no_sdk_the_vendors_script_brings_it_into_a_folder_of_the_checkout(
        bool hasLists,
        string why
    )
    {
        if (!hasLists)
            File.Delete(_folder.In("lists", "archive_Packages"));
        Stub("apt-cache", "exit 1");
        Stub(
            "curl",
            $$"""
            while [ "$1" != --output ]; do shift; done
            cat > "$2" <<'END'
            [ "$*" = "--channel 10.0 --install-dir {{_folder.In("root", ".dotnet")}}" ] || exit 9
            mkdir -p {{_folder.In("root", ".dotnet")}}
            printf '#!/bin/sh\necho "$DOTNET_ROOT"\n' > {{_folder.In("root", ".dotnet", "dotnet")}}
            chmod +x {{_folder.In("root", ".dotnet", "dotnet")}}
            END
            """
        );
        var run = await RunAsync("need_dotnet; dotnet --version");

        run.ExitCode.ShouldBe(0, run.Said);
        run.Said.ShouldContain(why);
        run.Said.ShouldContain("https://dot.net/v1/dotnet-install.sh");
        run.Output.Trim().ShouldBe(_folder.In("root", ".dotnet"));
        Calls().ShouldContain(call => call.Contains("--proto =https", StringComparison.Ordinal));
    }

    [Test]
    public async Task Without_a_network_it_is_said_where_the_sdk_is_unpacked()
    {
        Stub("apt-cache", "exit 1");
        Stub("curl", "exit 6");
        var run = await RunAsync("need_dotnet");

        run.ExitCode.ShouldBe(1);
        run.Said.ShouldContain("The .NET 10 SDK could not be fetched.");
        run.Said.ShouldContain($"from elsewhere into {_folder.In("root", ".dotnet")}, and run this again.");
    }

    [Test]
    public async Task A_build_that_fails_says_how_packages_are_carried_here()
    {
        Stub("dotnet", "exit 1");
        var run = await RunAsync("build src/Exchange.Cli");

        run.ExitCode.ShouldBe(1);
        run.Said.ShouldContain("dotnet restore Exchange.sln --packages nuget-packages");
        run.Said.ShouldContain($"NUGET_PACKAGES={_folder.In("root")}/nuget-packages NuGetAudit=false");
    }

    // Copies that take the user and the package lists from here; else as they are.
    private async Task<(int ExitCode, string Output, string Said)> RunAsync(string command, string user = "0")
    {
        foreach (var script in new[] { "say.sh", "packages.sh", "dotnet.sh", "install-packages.sh" })
        {
            await File.WriteAllTextAsync(
                _folder.In(script),
                (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "lib", script)))
                    .Replace("$EUID", user, StringComparison.Ordinal)
                    .Replace("/var/lib/apt/lists", _folder.In("lists"), StringComparison.Ordinal)
            );
        }

        var start = new ProcessStartInfo(
            _folder.In("bin", "bash"),
            [
                "-c",
                $"set -euo pipefail; root={_folder.In("root")}; for part in say packages dotnet; do source {_folder.Folder}/$part.sh; done; {command}",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = _folder.In("bin");
        start.Environment.Remove("DOTNET_ROOT");
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await said);
    }

    private string[] Calls() => File.ReadAllLines(_folder.In("calls"));

    private void Stub(string program, string script)
    {
        File.WriteAllText(_folder.In("bin", program), $"#!/bin/sh\necho \"{program} $*\" >> {_folder.In("calls")}\n{script}\n");
        File.SetUnixFileMode(_folder.In("bin", program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
