using Exchange.Cli;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Cli;

/// <summary>How long work is told where there is no terminal to draw a bar on.</summary>
internal sealed class WorkProgressTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task A_line_comes_every_five_seconds_and_none_where_a_document_is_wanted(bool json)
    {
        var clock = new FakeTimeProvider();
        using var output = new StringWriter();
        using var progress = new StringWriter();
        var surroundings = new Surroundings(output, progress, _ => null, clock);
        var invocation = new Invocation(ExchangeCommand.Root().Parse(json ? ["status", "x", "--json"] : ["status", "x"]), surroundings);

        (await WorkProgress.ShowAsync(invocation, "Counting", bar =>
            {
                for (var done = 0; done < 12; done++)
                {
                    bar.Tell(done, 12);
                    clock.Advance(TimeSpan.FromSeconds(1));
                }

                return Task.FromResult(12);
            })).ShouldBe(12);

        progress
            .ToString()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(json ? [] : ["Counting: 5 of 12", "Counting: 10 of 12"]);
        output.ToString().ShouldBeEmpty();
    }
}
