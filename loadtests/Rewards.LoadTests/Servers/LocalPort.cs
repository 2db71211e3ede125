using System.Net;
using System.Net.Sockets;

namespace Rewards.LoadTests.Servers;

/// <summary>A port of 127.0.0.1 that nobody listens on.</summary>
public static class LocalPort
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
