using System.Data.Common;
using Exchange.Gateway.Border;

namespace Exchange.Gateway.Journal;

/// <summary>Where a fault came about is told only of faults of our own: of a full disk or a broker that is away the sentence says all.</summary>
internal static class Trace
{
    public static Exception? Of(Exception exception) =>
        exception is DbException or IOException or UnauthorizedAccessException or JournalUnavailableException or LogInDoubtException or BorderException ? null : exception;
}
