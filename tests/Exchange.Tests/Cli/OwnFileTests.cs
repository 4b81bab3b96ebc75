using System.Diagnostics;
using System.Text.RegularExpressions;
using Exchange.Cli.Gateway;
using Exchange.Gateway.Home;
using Exchange.Sealing.Keys;

namespace Exchange.Tests.Cli;

/// <summary>
/// What the programs write is for its owner alone and goes nowhere else, however careless the shell and whatever lies in the folder.
/// </summary>
internal sealed partial class OwnFileTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("000")]
    [TestCase("002")]
    public async Task Whatever_the_umask_a_home_with_its_database_and_lock_is_for_its_owner_alone(string umask)
    {
        var home = _folder.In("home");
        foreach (
            var verb in new string[][] { ["party", "init", "BGD", "--mailbox", "127.0.0.1:5671"], ["db", "migrate"], ["party", "renew"] }
        )
        {
            (await ShellAsync($"umask {umask}", [.. verb, "--home", home])).ExitCode.ShouldBe(0, verb[1]);
        }

        var all = new DirectoryInfo(home)
            .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Prepend(new DirectoryInfo(home))
            .ToList();
        foreach (var file in new[] { "exchange.db", "gateway.lock", "party.json", "gateway.json", "client.pem" })
            all.ShouldContain(entry => entry.Name == file);
        all.ShouldAllBe(entry => (entry.UnixFileMode & Others) == 0);
    }

    [TestCase("", UnixFileMode.GroupWrite)]
    [TestCase("", UnixFileMode.OtherRead)]
    [TestCase("", UnixFileMode.OtherExecute)]
    [TestCase("counterparts", UnixFileMode.GroupWrite)]
    [TestCase("counterparts/MYS.party.json", UnixFileMode.OtherWrite)]
    [TestCase("tls", UnixFileMode.GroupWrite)]
    [TestCase("exchange.db", UnixFileMode.GroupRead)]
    [TestCase("exchange.db-wal", UnixFileMode.OtherRead)]
    [TestCase("exchange.db-shm", UnixFileMode.GroupRead)]
    [TestCase("gateway.lock", UnixFileMode.GroupRead)]
    public void A_home_that_others_have_a_part_in_is_refused(string path, UnixFileMode mode)
    {
        var home = _folder.In("home");
        OwnFile.CreateFolder(home);
        foreach (var folder in new[] { "counterparts", "tls" })
            OwnFile.CreateFolder(Path.Combine(home, folder));
        foreach (var file in new[] { "counterparts/MYS.party.json", "exchange.db", "exchange.db-wal", "exchange.db-shm", "gateway.lock" })
            OwnFile.Create(Path.Combine(home, file), "x");
        HomeLock.Take(new(home)).Dispose();

        var shared = Path.Combine(home, path).TrimEnd('/');
        File.SetUnixFileMode(shared, File.GetUnixFileMode(shared) | mode);

        Should.Throw<UnsafeSettingException>(() => HomeLock.Take(new(home))).Message.ShouldContain($"'{shared}'");
    }

    [Test]
    public void A_home_may_let_its_group_in_to_the_socket()
    {
        OwnFile.CreateFolder(_folder.In("home"));
        File.SetUnixFileMode(_folder.In("home"), Owner | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.GroupRead);
        HomeLock.Take(new(_folder.In("home"))).Dispose();
    }

    [Test]
    public void A_link_is_replaced_and_what_it_leads_to_stays()
    {
        _folder.Write("mine", "victim");
        File.CreateSymbolicLink(_folder.In("out"), _folder.In("victim"));

        OwnFile.Write(_folder.In("out"), "theirs");

        File.ReadAllText(_folder.In("victim")).ShouldBe("mine");
        File.ReadAllText(_folder.In("out")).ShouldBe("theirs");
        new FileInfo(_folder.In("out")).LinkTarget.ShouldBeNull();
        File.GetUnixFileMode(_folder.In("out")).ShouldBe(Owner);
    }

    [Test]
    public void A_new_file_is_not_written_where_a_link_leads()
    {
        File.CreateSymbolicLink(_folder.In("out"), _folder.In("elsewhere"));

        Should.Throw<IOException>(() => OwnFile.Create(_folder.In("out"), "secret"));

        Directory.EnumerateFileSystemEntries(_folder.Folder).ShouldBe([_folder.In("out")]);
        File.Exists(_folder.In("elsewhere")).ShouldBeFalse();
    }

    // Whatever writes files by other means follows links and goes by the umask.
    [Test]
    public void No_program_writes_a_file_by_other_means()
    {
        string[] known =
        [
            "Exchange.Cli/Demo/DemoParty.cs",
            "Exchange.Cli/Demo/DemoStage.cs",
            "Exchange.Cli/Demo/PrivateBroker.cs", // Into a folder that the demonstration has made.
            "Exchange.Cli/Ledger/OperatorVerbs.cs",
            "Exchange.Gateway/Home/HomeLock.cs",
            "Exchange.Sealing/Keys/LedgerMark.cs", // In a home, which others have no part in.
            "Exchange.Gateway/Dispatching/WireRecord.cs", // Sealed messages by their ids, which nobody knows before.
        ];
        var source = Path.Combine(Repository.Root, "src");
        Directory
            .EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => Writing().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(source, file))
            .Order(StringComparer.Ordinal)
            .ShouldBe(known.Order(StringComparer.Ordinal));
    }

    [Test]
    public async Task A_folder_for_temporary_files_that_is_not_there_is_named()
    {
        using var logs = new Ledger.TwoExports(Tests.Ledger.TwoLogs.OfOneExchange());

        var run = await ShellAsync("export TMPDIR=/nowhere/at/all", ["ledger", "replay", logs.Bgd]);

        run.ExitCode.ShouldBe(2);
        run.Said.ShouldContain("/nowhere/at/all");
        run.Said.ShouldContain("TMPDIR");
    }

    private static async Task<(int ExitCode, string Said)> ShellAsync(string before, string[] arguments)
    {
        var start = new ProcessStartInfo(
            "sh",
            [
                "-c",
                $"{before}; exec \"$@\"",
                "sh",
                DotnetProgram.FileName!,
                "exec",
                Path.Combine(AppContext.BaseDirectory, "exchange.dll"),
                .. arguments,
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await said);
    }

    [GeneratedRegex(@"\bFile\.(Write|Append|Create\b|CreateText|Copy|OpenWrite)|FileMode\.(Create\b|OpenOrCreate|Append|Truncate)")]
    private static partial Regex Writing();
}
