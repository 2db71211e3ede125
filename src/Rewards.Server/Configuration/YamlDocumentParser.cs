using Rewards.Domain.Programmes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Rewards.Server.Configuration;

/// <summary>
/// Turns the events of one YAML text into nodes with lines; complains about what is not in our part of YAML.
/// </summary>
internal sealed class YamlDocumentParser(IParser events, DocumentComplaints complaints)
{
    public DocumentNode Parse()
    {
        events.Consume<StreamStart>();
        if (events.Accept<StreamEnd>(out _))
        {
            complaints.Add(1, DocumentPath.Root, "is empty; allowed: a mapping of fields");
            complaints.ThrowIfAny();
        }

        var start = events.Consume<DocumentStart>();
        if (start.Version is not null || start.Tags?.Count > 0 && !start.IsImplicit)
        {
            RefuseDirectives(start);
        }

        var document = ReadNode(DocumentPath.Root, depth: 1);
        events.Consume<DocumentEnd>();
        if (events.Accept<DocumentStart>(out var second))
        {
            complaints.Add(LineOf(second), DocumentPath.Root, "a second document begins here; one per file is allowed");
        }

        return document;
    }

    private DocumentNode ReadNode(string path, int depth)
    {
        if (depth > DocumentLimits.DepthMax)
        {
            complaints.Add(
                LineOf(events.Current!),
                path,
                $"is nested too deeply; at most {DocumentLimits.DepthMax} levels are allowed");
            complaints.ThrowIfAny();
        }

        if (events.TryConsume<AnchorAlias>(out var alias))
        {
            complaints.Add(LineOf(alias), path, $"the alias '*{alias.Value}' is not allowed; write the value out");
            return new ScalarNode(LineOf(alias), ScalarKind.Null, "null");
        }

        RefuseAnchorAndTag(path);
        if (events.Accept<MappingStart>(out _))
        {
            return ReadMap(path, depth);
        }

        return events.Accept<SequenceStart>(out _) ? ReadList(path, depth) : ReadScalar(path);
    }

    private MapNode ReadMap(string path, int depth)
    {
        var line = LineOf(events.Consume<MappingStart>());
        var entries = new List<MapEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!events.TryConsume<MappingEnd>(out _))
        {
            var (key, keyLine) = ReadKey(path);
            var field = DocumentPath.Of(path, key);
            var value = ReadNode(field, depth + 1);
            if (lines.TryAdd(key, keyLine))
            {
                entries.Add(new MapEntry(key, keyLine, value));
            }
            else
            {
                complaints.Add(keyLine, field, $"is written twice (first on line {lines[key]}); allowed: once");
            }
        }

        return new MapNode(line, entries);
    }

    private (string Key, int Line) ReadKey(string path)
    {
        RefuseAnchorAndTag(path);
        if (!events.TryConsume<Scalar>(out var scalar))
        {
            var line = LineOf(events.Current!);
            complaints.Add(line, path, "has a key that is no text; allowed: plain names as keys");
            complaints.ThrowIfAny();
        }

        var isPlain = scalar!.Style == ScalarStyle.Plain;
        if (isPlain && scalar.Value is "<<")
        {
            complaints.Add(LineOf(scalar), path, "the merge key '<<' is not allowed; write the fields out");
        }
        else if (isPlain && scalar.Value.Length == 0)
        {
            complaints.Add(LineOf(scalar), path, "has an empty key; allowed: plain names as keys");
        }

        return (scalar.Value, LineOf(scalar));
    }

    private ListNode ReadList(string path, int depth)
    {
        var line = LineOf(events.Consume<SequenceStart>());
        var items = new List<DocumentNode>();
        while (!events.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(DocumentPath.Of(path, items.Count), depth + 1));
        }

        return new ListNode(line, items);
    }

    private ScalarNode ReadScalar(string path)
    {
        var scalar = events.Consume<Scalar>();
        if (scalar.Style != ScalarStyle.Plain)
        {
            return new ScalarNode(LineOf(scalar), ScalarKind.Text, scalar.Value);
        }

        if (YamlScalar.Ambiguity(scalar.Value) is { } ambiguity)
        {
            complaints.Add(LineOf(scalar), path, ambiguity);
        }

        var (kind, text) = YamlScalar.Resolve(scalar.Value);
        return new ScalarNode(LineOf(scalar), kind, text);
    }

    private void RefuseAnchorAndTag(string path)
    {
        if (!events.Accept<NodeEvent>(out var node))
        {
            return;
        }

        if (!node.Anchor.IsEmpty)
        {
            complaints.Add(LineOf(node), path, $"the anchor '&{node.Anchor.Value}' is not allowed; remove it");
        }

        if (!node.Tag.IsEmpty)
        {
            complaints.Add(LineOf(node), path, "tags (!…) are not allowed; put texts in quotes");
        }
    }

    private void RefuseDirectives(DocumentStart start) =>
        complaints.Add(LineOf(start), DocumentPath.Root, "directives (%…) are not allowed; remove the line");

    private static int LineOf(ParsingEvent at) => (int)at.Start.Line;
}
