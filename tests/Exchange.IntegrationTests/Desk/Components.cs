using System.Text.Json.Nodes;
using Exchange.Tests;
using Microsoft.Playwright;

namespace Exchange.IntegrationTests.Desk;

/// <summary>
/// Of what the components of govuk-frontend are made, as the library's own <c>fixtures.json</c> show it: which element is a part of which,
/// and which variants a part has. A page of ours that uses a component has the same parts in the same places.
/// </summary>
internal static class Components
{
    // Elements with a class of a component, each as "element part < part that it is in", and each variant.
    private const string Found = """
        html => {
          const root = html === null ? document.body : new DOMParser().parseFromString(html, "text/html").body;
          const block = name => name.split("__")[0];
          const found = new Set();
          for (const element of root.querySelectorAll("[class*='govuk-']")) {
            for (const name of element.classList) {
              if (!name.startsWith("govuk-") || name.startsWith("govuk-!")) continue;
              if (name.includes("--")) { found.add(name); continue; }
              // A component may be in another of its kind, as a set of fields in a set.
              if (!name.includes("__")) { found.add(`${element.localName} ${name} < -`); continue; }
              let within = element.parentElement;
              while (within && ![...within.classList].some(other => block(other) === block(name))) within = within.parentElement;
              const part = within && [...within.classList].find(other => block(other) === block(name) && !other.includes("--"));
              found.add(`${element.localName} ${name} < ${part ?? "-"}`);
            }
          }
          return [...found];
        }
        """;

    private static readonly string File = Path.Combine(
        Repository.Root,
        "tests",
        "Exchange.IntegrationTests",
        "Desk",
        "components.txt"
    );

    private static readonly Lazy<HashSet<string>> Known = new(() =>
        [.. System.IO.File.ReadLines(File).Where(line => !line.StartsWith('#'))]
    );

    // What is no part of a component, such as a heading or a link, may be anywhere.
    private static readonly Lazy<HashSet<string>> Blocks = new(() => [.. Known.Value.Where(IsPart).Select(BlockOf)]);

    /// <summary>What a page has otherwise than the library.</summary>
    public static async Task<IEnumerable<string>> StrangeOfAsync(IPage page) =>
        (await page.EvaluateAsync<string[]>(Found, null)).Where(one => Blocks.Value.Contains(BlockOf(one)) && !Known.Value.Contains(one));

    /// <summary>Writes the file anew, of the fixtures that <c>Style/build.sh</c> has brought.</summary>
    public static async Task RenewAsync(IPage page)
    {
        var library = Path.Combine(Repository.Root, "src", "Exchange.Desk", "Style", "node_modules", "govuk-frontend");
        var version = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Path.Combine(library, "package.json")))!["version"];
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(library, "dist", "govuk", "components")))
        {
            var block = $"govuk-{Path.GetFileName(folder)}";
            var fixtures = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Path.Combine(folder, "fixtures.json")))!["fixtures"]!;
            foreach (var fixture in fixtures.AsArray())
                lines.UnionWith((await page.EvaluateAsync<string[]>(Found, (string)fixture!["html"]!)).Where(one => BlockOf(one) == block));
        }

        await System.IO.File.WriteAllLinesAsync(
            File,
            [$"# Parts and variants of the components of govuk-frontend {version} (MIT), by its fixtures.json.", .. lines]
        );
    }

    private static bool IsPart(string line) => line.Contains('<', StringComparison.Ordinal);

    private static string BlockOf(string line)
    {
        var name = IsPart(line) ? line.Split(' ')[1] : line.Split("--")[0];
        return name.Split("__")[0];
    }
}
