using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Domain.Programmes;

namespace Rewards.Server.Configuration;

/// <summary>
/// A valid programme as a file tells it, ready to be published: <paramref name="Canonical"/> is its canonical JSON and
/// <paramref name="Hash"/> names that content. Rules and contribution model are published apart, each by its own hash.
/// </summary>
public sealed record CommunityFile(string File, CommunityId Community, ReadOnlyMemory<byte> Canonical, string Hash)
{
    /// <summary>The document of the rules alone.</summary>
    public required string Rules { get; init; }

    public string RulesHash => ContributionDocuments.HashOf(Rules);

    /// <summary>The document of the contribution model; null where the file has none.</summary>
    public required string? Model { get; init; }

    public string? ModelHash => Model is null ? null : ContributionDocuments.HashOf(Model);
}

/// <summary>The folder of community files. Read once, at start: the journal is the truth after that.</summary>
public static class CommunityFiles
{
    /// <summary>Most files of one folder.</summary>
    public const int FilesMax = 10_000;

    /// <summary>Complaints beyond this number are not listed.</summary>
    private const int ErrorsMax = 200;

    /// <summary>All *.yaml of the folder in ordinal order of their names.</summary>
    /// <exception cref="ConfigurationException">
    /// The folder is missing, a file is broken, or two files tell of one community; the complaints of all files
    /// together.
    /// </exception>
    public static IReadOnlyList<CommunityFile> Load(string folder)
    {
        var errors = new List<ConfigurationError>();
        var read = new List<CommunityFile>();
        var files = new Dictionary<CommunityId, string>();
        foreach (var file in Find(folder))
        {
            try
            {
                var (community, line) = Read(file);
                read.Add(community);
                if (!files.TryAdd(community.Community, file))
                {
                    var first = files[community.Community];
                    var message = $"'{community.Community}' is already in {first}; allowed: one file per community";
                    errors.Add(new ConfigurationError(file, new DocumentError(line, "community", message)));
                }
            }
            catch (ConfigurationException mistakes)
            {
                errors.AddRange(mistakes.Errors);
            }

            if (errors.Count >= ErrorsMax)
            {
                break;
            }
        }

        return errors.Count == 0 ? read : throw new ConfigurationException([.. errors.Take(ErrorsMax)]);
    }

    private static List<string> Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw ConfigurationException.Of(folder, "the folder of community files does not exist; create it");
        }

        var files = Directory.EnumerateFiles(folder, "*.y*ml").Order(StringComparer.Ordinal).ToList();
        if (files.Find(file => !file.EndsWith(".yaml", StringComparison.Ordinal)) is { } misnamed)
        {
            throw ConfigurationException.Of(misnamed, "would be left out because of its name; rename it to *.yaml");
        }

        return files.Count <= FilesMax
            ? files
            : throw ConfigurationException.Of(folder, $"holds {files.Count} files; at most {FilesMax} are allowed");
    }

    private static (CommunityFile File, int Line) Read(string file) => ConfigurationFile.Read(file, document =>
    {
        var programme = ProgrammeReader.Read(document, version: 1);
        var line = ((MapNode)document).Entries.First(entry => entry.Key == "community").Line;
        var hash = DocumentHash.Of(programme.Content.Span);
        var (rules, model) = ContributionDocuments.Split(document);
        return (new CommunityFile(file, programme.Community, programme.Content, hash)
        {
            Rules = ContributionDocuments.Write(rules),
            Model = model is null ? null : ContributionDocuments.Write(model),
        }, line);
    });
}
