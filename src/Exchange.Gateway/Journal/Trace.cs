using System.Data.Common;
using Exchange.Gateway.Border;

namespace Exchange.Gateway.Journal;

/// <summary>
/// The service log has a stack trace only for faults of this program: for a full disk or an unreachable broker the sentence is enough.
/// </summary>
internal static class Trace
{
    public static Exception? Of(Exception exception) =>
        exception
            is DbException
                or IOException
                or UnauthorizedAccessException
                or JournalUnavailableException
                or LedgerSuspendedException
                or BorderException
            ? null
            : exception;
}
