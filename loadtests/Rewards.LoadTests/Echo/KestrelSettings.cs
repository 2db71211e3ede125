using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Rewards.LoadTests.Echo;

/// <summary>
/// The web server settings of Rewards.Server, so that the echo is the ceiling of the same web server.
/// </summary>
public static class KestrelSettings
{
    public static void Apply(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
    }
}
