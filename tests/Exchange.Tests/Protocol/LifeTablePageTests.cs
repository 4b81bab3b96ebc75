using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Protocol;

/// <summary>Another country builds its gateway by the table on the protocol's page: it must be the one that this gateway goes by.</summary>
internal sealed class LifeTablePageTests
{
    private const string Head = "| status | reached by | steps that may follow |";

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
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "src", "Exchange.Protocol", "border-protocol.md"));
        var table = lines.SkipWhile(line => line != Head).Skip(2).TakeWhile(line => line.StartsWith('|'));

        table.ShouldBe(Rows());
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
}
