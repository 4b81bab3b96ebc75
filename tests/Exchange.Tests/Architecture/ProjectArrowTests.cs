using System.Reflection;

namespace Exchange.Tests.Architecture;

/// <summary>Which project may see which: in the project files, and in what was compiled.</summary>
internal sealed class ProjectArrowTests
{
    private const string Protocol = "Exchange.Protocol";
    private const string Sealing = "Exchange.Sealing";
    private const string Ledger = "Exchange.Ledger";
    private const string Gateway = "Exchange.Gateway";
    private const string Client = "Exchange.Client";
    private const string Desk = "Exchange.Desk";
    private const string Cli = "Exchange.Cli";

    private static readonly string[] All = [Protocol, Sealing, Ledger, Gateway, Client, Desk, Cli];

    [Test]
    public void The_projects_are_these_seven() =>
        Directory
            .EnumerateDirectories(Path.Combine(Repository.Root, "src"))
            .Select(folder => Path.GetFileName(folder))
            .ShouldBe(All, ignoreOrder: true);

    [Test]
    public void At_the_top_lies_what_was_agreed_and_what_the_build_needs() =>
        Directory
            .EnumerateFileSystemEntries(Repository.Root)
            .Select(entry => Path.GetFileName(entry))
            .Where(name => name[0] != '.')
            .ShouldBe(
                [
                    "src",
                    "tests",
                    "deploy",
                    "certs-sample",
                    "Exchange.sln",
                    "README.md",
                    "SECURITY.md",
                    "LICENSE",
                    "Directory.Build.props",
                    "Directory.Packages.props",
                    "global.json",
                ],
                ignoreOrder: true
            );

    // The analyzer passes over a list by another name without a word.
    [Test]
    public void The_list_of_banned_symbols_has_the_name_that_its_analyzer_takes()
    {
        var props = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"));
        props.ShouldContain("<AdditionalFiles Include=\"$(MSBuildThisFileDirectory).config/BannedSymbols.txt\" />");
        File.ReadAllLines(Path.Combine(Repository.Root, ".config", "BannedSymbols.txt"))
            .ShouldContain(line => line.StartsWith("P:System.DateTimeOffset.UtcNow;", StringComparison.Ordinal));
    }

    [TestCase(Protocol)]
    [TestCase(Sealing, Protocol)]
    [TestCase(Ledger, Protocol)]
    [TestCase(Gateway, Protocol, Sealing, Ledger)]
    [TestCase(Client, Protocol)]
    [TestCase(Desk, Client, Protocol)]
    [TestCase(Cli, Client, Protocol, Sealing, Ledger)]
    public void A_project_compiles_against_no_other_of_ours_than(string project, params string[] others)
    {
        ProjectFile.Of(project).Projects.ShouldBe(others, ignoreOrder: true);
        References(project).Where(name => name.StartsWith("Exchange.", StringComparison.OrdinalIgnoreCase)).ShouldBeSubsetOf(others);
    }

    [TestCase(Protocol)]
    [TestCase(Sealing)]
    [TestCase(Ledger)]
    public void A_library_knows_no_web_no_database_and_no_broker(string project)
    {
        string[] forbidden =
        [
            "Microsoft.AspNetCore",
            "Microsoft.EntityFrameworkCore",
            "Microsoft.Extensions.Hosting",
            "RabbitMQ",
            "MassTransit",
        ];
        var file = ProjectFile.Of(project);

        file.Sdk.ShouldBe("Microsoft.NET.Sdk");
        file.Packages.Concat(References(project))
            .Where(name => forbidden.Any(start => name.StartsWith(start, StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    [TestCase("BouncyCastle.Cryptography", Sealing)]
    [TestCase("Geralt", Sealing)]
    [TestCase("RabbitMQ.Client", Gateway)]
    [TestCase("MassTransit", Gateway)]
    [TestCase("Microsoft.EntityFrameworkCore.Sqlite", Gateway)]
    [TestCase("Npgsql.EntityFrameworkCore.PostgreSQL", Gateway)]
    public void A_package_is_seen_by_one_project_alone(string package, string project)
    {
        All.Where(name => ProjectFile.Of(name).Packages.Contains(package)).ShouldBe([project]);
        All.Where(name => References(name).Any(reference => reference.StartsWith(package.Replace(".Sqlite", ""), StringComparison.Ordinal)))
            .ShouldBe([project]);
    }

    private static IEnumerable<string> References(string project) =>
        Assembly.Load(project == Cli ? "exchange" : project).GetReferencedAssemblies().Select(name => name.Name!);
}
