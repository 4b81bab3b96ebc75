using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Exchange.Cli.Demo;

/// <summary>
/// Free TCP ports of the loopback address, outside the range from which the system numbers outgoing connections: a port
/// from within it may be taken by a client while its server restarts, even by the client that tries to reach it.
/// </summary>
internal static class LoopbackPorts
{
    private const int Lowest = 10_240;
    private const int Attempts = 1_000;

    public static int[] Free(int count)
    {
        var ports = new HashSet<int>();
        var firstOutgoing = FirstOutgoing();
        for (var attempt = 0; ports.Count < count; attempt++)
        {
            if (attempt == Attempts)
                throw new IOException($"No {count} free ports were found on 127.0.0.1 between {Lowest} and {firstOutgoing}.");
            var port = RandomNumberGenerator.GetInt32(Lowest, firstOutgoing);
            if (IsFree(port))
                ports.Add(port);
        }
        return [.. ports];
    }

    private static int FirstOutgoing()
    {
        const string Setting = "/proc/sys/net/ipv4/ip_local_port_range";
        var first = File.Exists(Setting) ? int.Parse(File.ReadAllText(Setting).Split('\t', ' ')[0], CultureInfo.InvariantCulture) : 32_768;
        return first > Lowest + Attempts ? first : 65_536;
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
