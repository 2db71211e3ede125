using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Rewards.LoadTests.Echo;

/// <summary>
/// Kestrel as it comes, without the header that the server leaves out too.
/// </summary>
public static class KestrelSettings
{
    public static void Apply(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
    }
}
