using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Rewards.Server.Tests.Configuration;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Containers;

/// <summary>docker-compose.yml is understood, and names what the rest of the repository names.</summary>
[Trait("Journal", "none")]
public sealed class ComposeTests
{
    private static string Root => Folder.OfRepository();

    [Fact]
    public async Task ComposeFile_WithAnAdminKey_IsUnderstood()
    {
        var (code, text) = await ComposeAsync(Keys.Admin);

        Assert.True(code == 0, text);
        var version = Regex.Match(Read("Directory.Build.props"), "<Version>(.+)</Version>").Groups[1].Value;
        Assert.Contains($"image: rewards:{version}", text, StringComparison.Ordinal);
        var azurite = Regex.Match(Read("eng/azurite.sh"), "azurite_version=(.+)").Groups[1].Value;
        Assert.Contains($"--package azurite@{azurite} ", text, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:5080:8080", text, StringComparison.Ordinal);
        Assert.Contains($"REWARDS_ADMIN_KEY: {Keys.Admin}", text, StringComparison.Ordinal);
        var settings = Regex.Match(text, "/etc/rewards/(.+yaml)").Groups[1].Value;
        Assert.True(File.Exists(Path.Combine(Root, "config", settings)), settings);
    }

    [Fact]
    public async Task ComposeFile_WithoutAnAdminKey_SaysThatItIsMissing()
    {
        var (code, text) = await ComposeAsync("");
        Assert.NotEqual(0, code);
        Assert.Contains("REWARDS_ADMIN_KEY", text, StringComparison.Ordinal);
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static async Task<(int Code, string Text)> ComposeAsync(string adminKey)
    {
        var info = new ProcessStartInfo("docker-compose", ["-f", Path.Combine(Root, "docker-compose.yml"), "config"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["REWARDS_ADMIN_KEY"] = adminKey },
        };
        try
        {
            using var process = Process.Start(info)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception)
        {
            const string missing = "no docker-compose: sudo apt-get install docker-compose";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", missing);
            Assert.Fail(missing);
            throw;
        }
    }
}
