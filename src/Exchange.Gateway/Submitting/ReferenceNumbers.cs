using System.Globalization;

namespace Exchange.Gateway.Submitting;

/// <summary>References such as <c>BGD-MYS-2026-000042</c>: by opener, counterpart and year. A number whose message was not recorded is left out.</summary>
internal sealed class ReferenceNumbers(Database database)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    public string Next(PartyName own, PartyName counterpart, DateTimeOffset now)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{own}-{counterpart}-{now.Year}-");
        lock (_lock)
        {
            if (!_last.TryGetValue(prefix, out var last))
                last = Highest(prefix, counterpart);
            _last[prefix] = ++last;
            return string.Create(CultureInfo.InvariantCulture, $"{prefix}{last:D6}");
        }
    }

    private int Highest(string prefix, PartyName counterpart)
    {
        using var sql = database.OpenSession();
        return ExchangeTable.NewestReference(sql, counterpart, prefix) is { } newest ? int.Parse(newest[prefix.Length..], CultureInfo.InvariantCulture) : 0;
    }
}
