using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using Exchange.Gateway.Hosting;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Exchange.Tests.Architecture;

/// <summary>Which folder of the gateway may see what.</summary>
internal sealed partial class GatewayArrowTests
{
    private const string Border = "Border";
    private const string Domestic = "Domestic";
    private const string Home = "Home";
    private const string Store = "Store";

    private static readonly ArchUnitNET.Domain.Architecture Gateway = new ArchLoader().LoadAssemblies(typeof(GatewayHost).Assembly).Build();

    // From the ground up: a folder may see those before it.
    private static readonly string[] Order =
    [
        Border,
        Home,
        "Parties",
        Store,
        "Journal",
        "Auditing",
        "People",
        "Assigning",
        "Dispatching",
        "Witnessing",
        "Receipting",
        "Receiving",
        "Submitting",
        "Drafting",
        "Releasing",
        "Reminding",
        "Retaining",
        "Opening",
        "Exporting",
        "Evidence",
        "Rebuilding",
        Domestic,
        "Issuing",
        "Linking",
        "Api",
        "Starting",
        "Hosting",
    ];

    [TestCase(Border, @"RabbitMQ\.Client")]
    [TestCase(Domestic, "MassTransit")]
    [TestCase(Store, @"Microsoft\.Data\.Sqlite")]
    [TestCase(Store, "Npgsql")]
    public void A_client_library_is_seen_by_one_folder_alone(string folder, string library)
    {
        Seen(Outside(folder), library).ShouldBeEmpty();
        // So that the rule cannot hold because nothing is found at all.
        Seen(Inside(folder), library).ShouldNotBeEmpty();
    }

    [Test]
    public void A_folder_sees_only_those_before_it()
    {
        Gateway.Types.Select(FolderOf).OfType<string>().Distinct().ShouldBe(Order, ignoreOrder: true);
        Gateway
            .Types.SelectMany(type =>
                Used(type)
                    .Where(used =>
                        FolderOf(type) is { } folder
                        && FolderOf(used) is { } other
                        && Array.IndexOf(Order, other) > Array.IndexOf(Order, folder)
                    )
                    .Select(used => $"{type.FullName} sees {used.FullName}")
            )
            .Distinct()
            .ShouldBeEmpty();
    }

    [Test]
    public void Statements_for_the_database_lie_in_the_store_alone()
    {
        var folder = Path.Combine(Repository.Root, "src", "Exchange.Gateway");
        var found = Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => Statement().IsMatch(line)))
            .ToLookup(
                file => Path.GetRelativePath(folder, file).StartsWith(Store, StringComparison.Ordinal),
                file => Path.GetRelativePath(folder, file)
            );

        found[false].ShouldBeEmpty();
        found[true].Count().ShouldBeGreaterThan(10);
    }

    [Test]
    public void A_handler_is_used_by_no_other_steps_handler()
    {
        var handlers = Gateway.Classes.Where(type => IsHandler(type)).ToList();

        handlers.Count.ShouldBeGreaterThan(3);
        handlers
            .SelectMany(handler =>
                Used(handler)
                    .Where(used => IsHandler(used) && used.Namespace.FullName != handler.Namespace.FullName)
                    .Select(used => $"{handler.Name} uses {used.Name}")
            )
            .ShouldBeEmpty();
    }

    [Test]
    public void Only_the_home_the_host_and_the_authority_know_the_passphrase() =>
        Seen(Outside("Hosting"), @"Exchange\.Sealing\.Keys\.KeyProtection")
            .ShouldBe(["Exchange.Gateway.Home.Passphrase", "Exchange.Gateway.Issuing.OwnAuthority"]);

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|PRAGMA|SAVEPOINT|BEGIN|COMMIT|ROLLBACK)\b")]
    private static partial Regex Statement();

    private static string? FolderOf(IType type) =>
        type.FullName.StartsWith("Exchange.Gateway.", StringComparison.Ordinal) && type.FullName.Split('.') is [_, _, var folder, _, ..]
            ? folder
            : null;

    private static bool IsHandler(IType type) =>
        type.Name.EndsWith("Handler", StringComparison.Ordinal) && type.FullName.StartsWith("Exchange.Gateway.", StringComparison.Ordinal);

    private static GivenTypesConjunction Inside(string folder) =>
        Types().That().ResideInNamespaceMatching($@"^Exchange\.Gateway\.{folder}(\..+)?$");

    private static GivenTypesConjunction Outside(string folder) =>
        Types().That().DoNotResideInNamespaceMatching($@"^Exchange\.Gateway\.{folder}(\..+)?$");

    private static List<string> Seen(GivenTypesConjunction by, string name) =>
        [
            .. by.GetObjects(Gateway)
                .Where(type => Used(type).Any(used => Regex.IsMatch(used.FullName, $"^{name}(\\.|$)")))
                .Select(type => type.FullName.Split('+')[0])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static IEnumerable<IType> Used(IType type) => type.Dependencies.Select(dependency => dependency.Target);
}
