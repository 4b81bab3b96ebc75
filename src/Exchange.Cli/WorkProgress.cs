using Spectre.Console;

namespace Exchange.Cli;

/// <summary>
/// Shows how far long work has come: a bar where stderr is a terminal, else a line now and then, and nothing with <c>--json</c>.
/// </summary>
internal sealed class WorkProgress(Action<long, long> tell)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    public static WorkProgress None { get; } = new((_, _) => { });

    public void Tell(long done, long all) => tell(done, all);

    /// <summary>Does the work away from the caller's thread, and shows how far it is.</summary>
    public static Task<T> ShowAsync<T>(Invocation invocation, string what, Func<WorkProgress, Task<T>> work)
    {
        if (invocation.Json)
            return Task.Run(() => work(None));
        var isTerminal = ReferenceEquals(invocation.Surroundings.Progress, Console.Error) && !Console.IsErrorRedirected;
        return isTerminal ? ShowBarAsync(what, work) : Task.Run(() => work(Lines(invocation, what)));
    }

    private static Task<T> ShowBarAsync<T>(string what, Func<WorkProgress, Task<T>> work) =>
        AnsiConsole
            .Create(new() { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress()
            .AutoClear(true)
            .StartAsync(context =>
            {
                var bar = context.AddTask(Markup.Escape(what));
                return Task.Run(() => work(new((done, all) => bar.MaxValue(all).Value(done))));
            });

    private static WorkProgress Lines(Invocation invocation, string what)
    {
        var clock = invocation.Surroundings.Time;
        var last = clock.GetTimestamp();
        return new(
            (done, all) =>
            {
                if (clock.GetElapsedTime(last) < BetweenLines)
                    return;
                last = clock.GetTimestamp();
                invocation.Say(string.Create(CultureInfo.InvariantCulture, $"{what}: {done} of {all}"));
            }
        );
    }
}
