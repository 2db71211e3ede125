using System.Diagnostics;
using Rewards.Server.Tests.Configuration;

namespace Rewards.Server.Tests.Containers;

/// <summary>The container image, as far as it can be looked at without an engine.</summary>
[Trait("Journal", "none")]
public sealed class ImageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Image_OfTheServer_HoldsItAndHowItIsStarted()
    {
        using var folder = new Folder();
        await using var registry = await BaseImageRegistry.StartAsync();
        var archive = Path.Combine(folder.Path, "rewards.tar");
        var (code, log) = await PublishAsync(registry.Image, folder.Path, archive);
        Assert.True(code == 0, log);

        var root = Path.Combine(folder.Path, "root");
        var image = await ImageArchive.UnpackAsync(archive, Path.Combine(folder.Path, "image"), root);

        Assert.Equal(["rewards:0.1.0"], image.Manifest["RepoTags"]!.AsArray().Select(tag => tag!.ToString()));
        Assert.Equal(BaseImageRegistry.User, image.Configuration["User"]!.ToString());
        Assert.NotNull(image.Configuration["ExposedPorts"]!["8080/tcp"]);
        Assert.Contains("ASPNETCORE_ENVIRONMENT=Production", Texts(image, "Env"));
        Assert.Equal(
            ["serve", "--config", "/etc/rewards/rewards.yaml", "--data", "/var/lib/rewards", "--urls", "http://*:8080"],
            Texts(image, "Cmd"));
        string[] start = Texts(image, "Entrypoint");
        Assert.Equal(["dotnet", "/app/Rewards.Server.dll"], start);

        var (help, text) = await RunAsync(new ProcessStartInfo(start[0], [root + start[1], "--help"]));
        Assert.True(help == 0 && text.Contains("migrate", StringComparison.Ordinal), text);
    }

    private static string[] Texts(ImageArchive image, string name) =>
        [.. image.Configuration[name]!.AsArray().Select(text => text!.ToString())];

    private static Task<(int Code, string Log)> PublishAsync(string baseImage, string folder, string archive)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var info = new ProcessStartInfo(
            "dotnet",
            [
                "publish", Path.Combine(Folder.OfRepository(), "src", "Rewards.Server"),
                "-c", configuration, "--no-build", "-t:PublishContainer", "-nodeReuse:false", "--tl:off",
                $"-p:PublishDir={folder}/publish/",
                $"-p:ContainerBaseImage={baseImage}", $"-p:ContainerArchiveOutputPath={archive}",
            ]);
        info.Environment["DOTNET_CONTAINER_INSECURE_REGISTRIES"] = baseImage.Split('/')[0];
        return RunAsync(info);
    }

    private static async Task<(int Code, string Log)> RunAsync(ProcessStartInfo info)
    {
        (info.RedirectStandardOutput, info.RedirectStandardError) = (true, true);
        using var process = Process.Start(info)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output + await errors);
    }
}
