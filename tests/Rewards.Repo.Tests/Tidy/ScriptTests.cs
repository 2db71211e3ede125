namespace Rewards.Repo.Tests.Tidy;

public class ScriptTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void Script_InGit_IsExecutable(string path) =>
        Assert.StartsWith("100755 ", Assert.Single(Repository.Git("ls-files", "--stage", "--", path)));

    [Fact]
    public void ContinuousIntegration_CallsTheTestCommand() => Assert.Contains("../test\"", Repository.Read(".ci/run"));
}
