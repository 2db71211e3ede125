using Rewards.Domain.Programmes;

namespace Rewards.Server.Configuration;

/// <summary>Reads one YAML file, bounded, and lets every complaint name the file.</summary>
internal static class ConfigurationFile
{
    /// <exception cref="ConfigurationException">
    /// The file cannot be read, or <paramref name="read"/> complains.
    /// </exception>
    public static T Read<T>(string file, Func<DocumentNode, T> read)
    {
        try
        {
            return read(YamlDocuments.Parse(ReadBytes(file)));
        }
        catch (DocumentException mistakes)
        {
            throw ConfigurationException.Of(file, mistakes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ConfigurationException.Of(file, $"cannot be read: {failure.Message}");
        }
    }

    private static byte[] ReadBytes(string file)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[DocumentLimits.BytesMax + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= DocumentLimits.BytesMax
            ? bytes[..length]
            : throw ConfigurationException.Of(file, $"is larger than {DocumentLimits.BytesMax} bytes");
    }
}
