using System.Text.RegularExpressions;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Protocol;

/// <summary>
/// Another country builds its gateway by the tables on the protocol's page: they must be those that this gateway goes by.
/// </summary>
internal sealed partial class LifeTablePageTests
{
    private const string LifeHead = "| status | reached by | steps that may follow |";
    private const string KindHead = "| kind | by | in exchanges that want | step |";

    private static readonly Wanted[] Each = [Wanted.Nothing, Wanted.Answer, Wanted.Consent, Wanted.Action];

    private static readonly LifeStep[] WithoutStep = [LifeStep.None, LifeStep.Corrects, LifeStep.Applies];

    private static readonly LifeStep[] Steps =
    [
        .. Enum.GetValues<LifeStep>().Except([LifeStep.Opens, LifeStep.Closes, .. WithoutStep]),
        LifeStep.Closes,
    ];

    [Test]
    public void The_table_of_the_page_is_the_table_of_the_code()
    {
        Table(LifeHead).ShouldBe(Rows());
    }

    [Test]
    public void The_page_says_of_each_kind_who_sends_it_where_and_what_it_changes()
    {
        var rows = Table(KindHead)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .SelectMany(cells => Codes().Matches(cells[0]).Select(code => (Kind: code.Groups[1].Value, By: cells[1], In: cells[2], Step: cells[3])))
            .ToDictionary(row => row.Kind);

        rows.Keys.ShouldBe(CaseKinds.All.Select(kind => kind.Code), ignoreOrder: true);
        foreach (var kind in CaseKinds.All)
        {
            var row = rows[kind.Code];
            row.By.ShouldStartWith(By(kind.Speaker), customMessage: kind.Code);
            if (kind.Opens)
                row.In.ShouldContain($"one that wants {Opened(kind.Wants)}", customMessage: kind.Code);
            else
                WantsIn(row.In).ShouldBe(kind.In, kind.Code);
            StepsIn(row.Step)
                .ShouldBe(kind.Forms.Select(kind.Step).Where(step => step != LifeStep.Opens).Select(StepOf).Distinct(), true, kind.Code);
        }
    }

    [Test]
    public void A_message_without_a_step_may_follow_in_every_status_but_the_last_two()
    {
        foreach (var step in WithoutStep)
        {
            Enum.GetValues<ExchangeStatus>()
                .Where(status => Each.All(wants => LifeTable.Allows(step, status, wants)))
                .ShouldBe(Enum.GetValues<ExchangeStatus>()[..^2]);
        }
    }

    private static IEnumerable<string> Table(string head) =>
        File.ReadAllLines(Path.Combine(Repository.Root, "src", "Exchange.Protocol", "border-protocol.md"))
            .SkipWhile(line => line != head)
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'));

    private static string By(Speaker speaker) =>
        speaker switch
        {
            Speaker.Opener or Speaker.Owner => "opener",
            Speaker.Asked => "asked party",
            Speaker.Informed => "who received the information",
            _ => "either",
        };

    private static string Opened(Wanted wants) =>
        wants switch
        {
            Wanted.Answer => "an answer",
            Wanted.Action => "the action",
            _ => wants.ToString().ToLowerInvariant(),
        };

    private static Wanted WantsIn(string cell) =>
        cell.Split(", ").Aggregate((Wanted)0, (all, word) => all | Enum.Parse<Wanted>(word, ignoreCase: true));

    // The longer ones first: "answers in part" is not "answers".
    private static IEnumerable<string> StepsIn(string cell)
    {
        var rest = Codes().Replace(cell, "");
        foreach (var step in Steps.Select(StepOf).Append(StepOf(LifeStep.None)).OrderByDescending(word => word.Length))
        {
            if (rest.Contains(step, StringComparison.Ordinal))
                yield return step;
            rest = rest.Replace(step, "", StringComparison.Ordinal);
        }
    }

    private static string StepOf(LifeStep step) => WithoutStep.Contains(step) ? "none" : Word(step);

    private static IEnumerable<string> Rows()
    {
        Following(ExchangeStatus.Sent).ShouldBe(Following(ExchangeStatus.Delivered));
        yield return $"| `sent`, `delivered` | the opening message, without and with its receipt | {Following(ExchangeStatus.Sent)} |";
        for (var status = ExchangeStatus.Acknowledged; status <= ExchangeStatus.Withdrawn; status++)
        {
            var (following, reached) = (Following(status), Array.FindAll(Steps, step => LifeTable.LeadsTo(step) == status));
            var shown = following.Length > 0 && following == Following(status - 1) ? "the same" : following;
            yield return $"| `{CodeNames<ExchangeStatus>.Write(status)}` | {string.Join(", ", reached.Select(Word))} | {shown}{(shown.Length > 0 ? " " : "")}|";
        }

        (Following(ExchangeStatus.Expired) + Following(ExchangeStatus.Rejected)).ShouldBeEmpty();
        yield return "| `expired`, `rejected` | the opening message was refused, with 500 or another code | every message gets 504 |";
    }

    private static string Following(ExchangeStatus status)
    {
        var allowed = Steps
            .Select(step =>
                (
                    Step: step,
                    In: Each.Where(wants => LifeTable.Allows(step, status, wants)).Aggregate((Wanted)0, (all, wants) => all | wants)
                )
            )
            .ToList();
        return string.Join(
            "; ",
            allowed
                .Where(step => step.In != 0)
                .GroupBy(step => step.In)
                .Select(group =>
                    (group.Key == Wanted.Any ? "" : $"where {Wants(group.Key)} is wanted: ")
                    + string.Join(", ", group.Select(step => Word(step.Step)))
                )
        );
    }

    private static string Wants(Wanted wants) =>
        wants switch
        {
            Wanted.Answer | Wanted.Consent => "an answer or consent",
            Wanted.Nothing | Wanted.Action => "nothing or an action",
            _ => wants.ToString(),
        };

    private static string Word(LifeStep step) =>
        step switch
        {
            LifeStep.Asks => "asks back",
            LifeStep.AnswersInPart => "answers in part",
            _ => step.ToString().ToLowerInvariant(),
        };

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Codes();
}
