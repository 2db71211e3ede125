using System.Xml.Linq;

namespace Rewards.Repo.Tests.Architecture;

/// <summary>What a project file references.</summary>
internal static class ProjectFile
{
    /// <summary>Projects and packages by name, without analyzers and the like: they leave no reference.</summary>
    public static IReadOnlyList<string> References(string xml)
    {
        var project = XDocument.Parse(xml);
        var projects = project.Descendants("ProjectReference")
            .Select(item => Path.GetFileNameWithoutExtension(Include(item).Replace('\\', '/')));
        var packages = project.Descendants("PackageReference").Where(item => !IsBuildOnly(item)).Select(Include);
        var frameworks = project.Descendants("FrameworkReference").Select(Include);
        var files = project.Descendants("Reference").Select(Include);
        return [.. projects, .. packages, .. frameworks, .. files];
    }

    public static string Include(XElement item) => item.Attribute("Include")?.Value ?? "";

    private static bool IsBuildOnly(XElement item) => item.Attribute("PrivateAssets")?.Value == "all";
}
