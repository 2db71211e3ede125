namespace Rewards.Server.Tests.Running;

/// <summary>The API keys that tests begin with.</summary>
internal static class Keys
{
    /// <summary>Handed to every server under test.</summary>
    public const string Admin = "rk_testadmin_0123456789abcdefghijklmnopqrstuvwxyz";

    public const string DevelopmentApp = "rk_dev-app_only-for-development";
}
