using System.Text;

namespace Rewards.LoadTests.Workload;

/// <summary>One activity as JSON of fixed length, in which only digits change: rendering is patching digits.</summary>
public sealed class ActivityLine
{
    private const int SequenceDigits = 10;
    private const int MemberDigits = 7;
    private const int SubjectDigits = 2;

    private readonly byte[] template;
    private readonly int sequenceAt;
    private readonly int memberAt;
    private readonly int subjectAt;

    /// <param name="idPrefix">Makes ids unique across runs, rounds and lanes.</param>
    public ActivityLine(string idPrefix)
    {
        var head = $$"""{"id":"{{idPrefix}}""";
        const string toMember = "0000000000\",\"member\":\"m";
        const string toSubject = "0000000\",\"type\":\"article-read\",\"subject\":\"article-";
        const string tail = "00\",\"facts\":{\"minutes\":7}}";
        template = Encoding.ASCII.GetBytes(head + toMember + toSubject + tail);
        sequenceAt = head.Length;
        memberAt = sequenceAt + toMember.Length;
        subjectAt = memberAt + toSubject.Length;
    }

    public int Length => template.Length;

    public ReadOnlySpan<byte> Template => template;

    /// <summary>Writes the digits of one activity into a copy of the template.</summary>
    public void Patch(Span<byte> line, long sequence, int member)
    {
        Digits(line.Slice(sequenceAt, SequenceDigits), sequence);
        Digits(line.Slice(memberAt, MemberDigits), member);
        Digits(line.Slice(subjectAt, SubjectDigits), sequence % 100);
    }

    public static void Digits(Span<byte> target, long value)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            target[i] = (byte)('0' + digit);
        }
    }
}
