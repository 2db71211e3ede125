using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

using Rewards.Repo.Tests.Architecture;

namespace Rewards.Repo.Tests.Tidy;

/// <summary>The same packages on every machine: exact central versions and lock files that agree with them.</summary>
internal static class PackageRules
{
    private static readonly string[] OwnVersion = ["Version", "VersionOverride"];
    private static readonly Regex Exact = new(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.-]+)?$");

    /// <summary>The pins of Directory.Packages.props.</summary>
    public static IReadOnlyDictionary<string, string> Pins(SourceFile central) =>
        XDocument.Parse(central.Text).Descendants("PackageVersion")
            .ToDictionary(ProjectFile.Include, item => item.Attribute("Version")?.Value ?? "");

    public static IEnumerable<string> Inexact(IReadOnlyDictionary<string, string> pins) =>
        from pin in pins
        where !Exact.IsMatch(pin.Value)
        select $"{pin.Key}: \"{pin.Value}\" is not one exact version";

    /// <summary>References that carry a version of their own or have no central one.</summary>
    public static IEnumerable<string> Unpinned(SourceFile project, IReadOnlyDictionary<string, string> pins)
    {
        foreach (var reference in XDocument.Parse(project.Text).Descendants("PackageReference"))
        {
            var name = ProjectFile.Include(reference);
            if (!pins.ContainsKey(name))
            {
                yield return $"{project.Path}: {name} has no version in Directory.Packages.props";
            }

            if (OwnVersion.Any(name => reference.Attribute(name) is not null || reference.Element(name) is not null))
            {
                yield return $"{project.Path}: {name} carries a version of its own";
            }
        }
    }

    public static IEnumerable<string> WithoutLock(IEnumerable<string> projects, IReadOnlySet<string> files) =>
        from project in projects
        let expected = Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json").Replace('\\', '/')
        where !files.Contains(expected)
        select $"{project}: {expected} is missing";

    /// <summary>Packages that a lock file holds in another version than the pinned one.</summary>
    public static IEnumerable<string> Outdated(SourceFile lockFile, IReadOnlyDictionary<string, string> pins)
    {
        using var document = JsonDocument.Parse(lockFile.Text);
        var packages = document.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.TryGetProperty("resolved", out _));
        return
        [
            .. from package in packages
               let locked = package.Value.GetProperty("resolved").GetString()
               where pins.TryGetValue(package.Name, out var pinned) && locked != pinned
               select $"{lockFile.Path}: {package.Name} {locked}, pinned to {pins[package.Name]}: run dotnet restore",
        ];
    }
}
