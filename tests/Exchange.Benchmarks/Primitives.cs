using System.Diagnostics;
using Exchange.Sealing;

namespace Exchange.Benchmarks;

/// <summary>What the cryptography of one exchange costs by itself, on one thread: seal and open of the request.</summary>
internal static class Primitives
{
    private const int Turns = 400;

    /// <summary>Microseconds per exchange.</summary>
    public static double Measure()
    {
        using var pair = new SealingPair();
        Run(pair, Turns);
        var watch = Stopwatch.StartNew();
        Run(pair, Turns);
        return watch.Elapsed.TotalMicroseconds / Turns;
    }

    private static void Run(SealingPair pair, int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            if (pair.Open(pair.Seal()) is not Opened)
                throw new InvalidOperationException("The message did not open.");
        }
    }
}
