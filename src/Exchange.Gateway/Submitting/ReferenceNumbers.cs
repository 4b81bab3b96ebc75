using System.Globalization;

namespace Exchange.Gateway.Submitting;

/// <summary>
/// References such as <c>BGD-MYS-2026-000042</c>: by opener, counterpart and year. Which are taken is in the rows of the exchanges;
/// here is only which to try next. A number whose message was not recorded is left out.
/// </summary>
internal sealed class ReferenceNumbers(Database database)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    /// <param name="own">Who opens the exchange.</param>
    /// <param name="counterpart">With whom.</param>
    /// <param name="now">Names the year.</param>
    /// <param name="wasTaken">True if the one before had been given already, by another gateway on this database.</param>
    public string Next(PartyName own, PartyName counterpart, DateTimeOffset now, bool wasTaken)
    {
        var prefix = PrefixOf(own, counterpart, now);
        lock (_lock)
        {
            if (!_last.TryGetValue(prefix, out var last) || wasTaken)
                last = Math.Max(last, Highest(prefix, counterpart));
            _last[prefix] = ++last;
            return Write(prefix, last);
        }
    }

    /// <summary>One that may be next; it is not taken.</summary>
    public string Peek(PartyName own, PartyName counterpart, DateTimeOffset now)
    {
        var prefix = PrefixOf(own, counterpart, now);
        return Write(prefix, Highest(prefix, counterpart) + 1);
    }

    private static string PrefixOf(PartyName own, PartyName counterpart, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{own}-{counterpart}-{now.Year}-");

    private static string Write(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:D6}");

    private int Highest(string prefix, PartyName counterpart)
    {
        using var sql = database.OpenSession();
        return ExchangeTable.NewestReference(sql, counterpart, prefix) is { } newest
            ? int.Parse(newest[prefix.Length..], CultureInfo.InvariantCulture)
            : 0;
    }
}
