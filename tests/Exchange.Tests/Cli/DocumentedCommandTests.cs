using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Exchange.Cli;

namespace Exchange.Tests.Cli;

/// <summary>
/// Whatever a page or a help text shows as a command line is one: its verb and its options exist, and a line to be typed has all that is
/// required.
/// </summary>
internal sealed partial class DocumentedCommandTests
{
    private static readonly RootCommand Root = ExchangeCommand.Root();

    private static readonly string[] Folders = ["deploy", "src", "tests", "certs-sample", "."];

    private static IEnumerable<string> Pages() =>
        Folders
            .SelectMany(folder =>
                Directory.EnumerateFiles(
                    Path.Combine(Repository.Root, folder),
                    "*.md",
                    folder == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories
                )
            )
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Examples() =>
        VerbsOf(Root).SelectMany(verb => verb.Examples).Where(example => Typed().IsMatch(example));

    [TestCaseSource(nameof(Pages))]
    public void Every_command_on_a_page_exists(string page)
    {
        var isCode = false;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, page)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            else if (isCode && Typed().Match(line) is { Success: true } typed)
                ShouldBeWhole(typed.Groups[1].Value, line);
            else if (!isCode)
                Mentioned().Matches(line).ToList().ForEach(mentioned => ShouldExist(mentioned.Groups[1].Value, line));
        }
    }

    [Test]
    public void The_way_to_a_first_message_is_shown_in_full()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "README.md"));
        foreach (
            var step in new[]
            {
                "party init",
                "party fingerprint",
                "party import",
                "mailbox grant",
                "mailbox accept",
                "broker definitions",
                "link ping",
                "draft new",
                "draft submit",
                "draft outgoing",
                "draft release",
                "inbox",
                "party renew",
                "party revoke",
            }
        )
        {
            page.ShouldContain($"exchange {step} ", customMessage: step);
        }
    }

    [TestCaseSource(nameof(Examples))]
    public void Every_example_of_the_help_can_be_typed(string example) => ShouldBeWhole(Typed().Match(example).Groups[1].Value, example);

    // A comment, or words beside a command, are two blanks away from it.
    private static void ShouldBeWhole(string command, string line)
    {
        var words = CommandLineParser
            .SplitCommandLine(
                command.Split("  ")[0].Split(" #")[0].Split(" | ")[0].Split(" < ")[0].Split(" > ")[0].TrimEnd('\\').Replace('\'', '"')
            )
            .ToList();
        var parsed = Root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        parsed.Errors.ShouldBeEmpty(line);
        parsed.CommandResult.Command.ShouldBeAssignableTo<Verb>(line);
    }

    private static void ShouldExist(string command, string line)
    {
        Command at = Root;
        foreach (var word in command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('[', ']', ',', ';')))
        {
            if (at.Subcommands.FirstOrDefault(child => child.Name == word) is { } child)
                at = child;
            else if (at is not Verb)
                Assert.Fail($"There is no verb '{word}' in: {line}");
            else if (word.StartsWith("--", StringComparison.Ordinal))
                at.Options.Concat(Root.Options).Select(option => option.Name).ShouldContain(word.Split('=')[0], line);
        }
    }

    private static IEnumerable<Verb> VerbsOf(Command command) => command is Verb verb ? [verb] : command.Subcommands.SelectMany(VerbsOf);

    // At the beginning of a line, after a variable's value, or after what runs it as another user.
    [GeneratedRegex(@"(?:^|/bin/|\bEXCHANGE_\w+=\S+ |runuser -u exchange -- )exchange ((?!-)\S.*)$")]
    private static partial Regex Typed();

    [GeneratedRegex(@"`exchange ([a-z][^`]*)`")]
    private static partial Regex Mentioned();
}
