using System.Diagnostics;
using System.Globalization;

namespace Exchange.Benchmarks;

/// <summary>Processor time of processes and all their children, from the kernel.</summary>
internal static class ProcessorTime
{
    // Linux counts in ticks of USER_HZ, which is 100 everywhere.
    private const double TicksPerSecond = 100;

    public static TimeSpan Of(params IEnumerable<int> processIds) => TimeSpan.FromSeconds(processIds.Sum(Seconds));

    public static TimeSpan OfThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private static double Seconds(int processId)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        // After the name, which may hold anything: state is field 3; utime and stime are 14 and 15.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture))
            / TicksPerSecond;
    }
}
