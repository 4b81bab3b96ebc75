using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using ArchUnitNET.NUnit;
using Exchange.Gateway.Hosting;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Exchange.Tests.Architecture;

/// <summary>Which folder of the gateway may see what.</summary>
internal sealed partial class GatewayArrowTests
{
    private const string Border = "Border";
    private const string Domestic = "Domestic";
    private const string Store = "Store";

    private static readonly ArchUnitNET.Domain.Architecture Gateway = new ArchLoader().LoadAssemblies(typeof(GatewayHost).Assembly).Build();

    // What others stand on; every other folder is a step.
    private static readonly string[] Ports = [Border, Store, "Hosting", "Journal", "Parties"];

    private static readonly string[] Steps =
    [
        .. typeof(GatewayHost).Assembly.GetTypes().Select(type => type.Namespace ?? "").Where(name => name.StartsWith("Exchange.Gateway.", StringComparison.Ordinal))
            .Select(name => name.Split('.')[2]).Distinct().Except(Ports),
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

    [TestCase(Store)]
    [TestCase(Border)]
    public void What_everything_stands_on_knows_no_step_and_no_API(string folder) => Types().That().Are(Inside(folder))
        .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^Exchange\.Gateway\.({string.Join('|', Steps)})(\..+)?$"))
        .Check(Gateway);

    [Test]
    public void Statements_for_the_database_lie_in_the_store_alone()
    {
        var folder = Path.Combine(Repository.Root, "src", "Exchange.Gateway");
        var found = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => Statement().IsMatch(line)))
            .ToLookup(file => Path.GetRelativePath(folder, file).StartsWith(Store, StringComparison.Ordinal), file => Path.GetRelativePath(folder, file));

        found[false].ShouldBeEmpty();
        found[true].Count().ShouldBeGreaterThan(10);
    }

    [TestCase("Receiving")]
    [TestCase("Evidence")]
    public void The_steps_are_found_by_themselves(string step) => Steps.ShouldContain(step);

    [Test]
    public void A_handler_is_used_by_no_other_steps_handler()
    {
        var handlers = Gateway.Classes.Where(type => IsHandler(type)).ToList();

        handlers.Count.ShouldBeGreaterThan(3);
        handlers.SelectMany(handler => Used(handler)
            .Where(used => IsHandler(used) && used.Namespace.FullName != handler.Namespace.FullName)
            .Select(used => $"{handler.Name} uses {used.Name}")).ShouldBeEmpty();
    }

    [Test]
    public void Only_the_key_store_and_the_host_know_the_passphrase() => Seen(Outside("Hosting"), @"Exchange\.Sealing\.Keys\.KeyProtection")
        .ShouldBe(["Exchange.Gateway.Issuing.OwnAuthority"]);

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|PRAGMA|SAVEPOINT|BEGIN|COMMIT|ROLLBACK)\b")]
    private static partial Regex Statement();

    private static bool IsHandler(IType type) => type.Name.EndsWith("Handler", StringComparison.Ordinal) && type.FullName.StartsWith("Exchange.Gateway.", StringComparison.Ordinal);

    private static GivenTypesConjunction Inside(string folder) => Types().That().ResideInNamespaceMatching($@"^Exchange\.Gateway\.{folder}(\..+)?$");

    private static GivenTypesConjunction Outside(string folder) => Types().That().DoNotResideInNamespaceMatching($@"^Exchange\.Gateway\.{folder}(\..+)?$");

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
