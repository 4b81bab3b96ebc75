using System.Globalization;
using System.Net;

namespace Exchange.IntegrationTests.Broker;

/// <summary>The TCP sockets on which a process listens, as the kernel lists them (proc(5)).</summary>
internal static class Listeners
{
    private const string Listening = "0A";

    private static readonly string[] Tables = ["tcp", "tcp6"];

    public static IReadOnlyList<IPEndPoint> Of(int process)
    {
        var sockets = Directory
            .EnumerateFileSystemEntries($"/proc/{process}/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target[8..^1])
            .ToHashSet();

        return
        [
            .. from table in Tables
            from line in File.ReadLines($"/proc/{process}/net/{table}").Skip(1)
            let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            where fields[3] == Listening && sockets.Contains(fields[9])
            select EndPoint(fields[1]),
        ];
    }

    // Address in 32-bit words of the host's order (little-endian here), then the port, all in hex.
    private static IPEndPoint EndPoint(string field)
    {
        var parts = field.Split(':');
        var bytes = Convert.FromHexString(parts[0]);
        for (var word = 0; word < bytes.Length; word += 4)
            bytes.AsSpan(word, 4).Reverse();
        return new(new IPAddress(bytes), int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
