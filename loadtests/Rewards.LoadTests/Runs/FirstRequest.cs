using System.Text;
using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Runs;

/// <summary>The one request of a run that is not the generator's: its answer is what the echo repeats.</summary>
public static class FirstRequest
{
    /// <summary>Activities of the members 1, 2, 3 …, one each.</summary>
    public static byte[] Body(int lines)
    {
        var line = new ActivityLine($"{RunId.Of(0)}f-");
        var body = new List<byte>();
        for (var i = 0; i < lines; i++)
        {
            byte[] activity = [.. line.Template];
            line.Patch(activity, i, i + 1);
            body.AddRange(activity);
            if (lines > 1)
                body.Add((byte)'\n');
        }

        return [.. body];
    }

    /// <exception cref="InvalidOperationException">The server refused the workload's activity.</exception>
    public static void Count(byte[] answer, int lines, Account account)
    {
        var rest = answer.AsSpan();
        for (var i = 0; i < lines; i++)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            var read = Answer.Read(line);
            if (read.Kind != AnswerKind.Fresh || read.Amount != 5)
                throw new InvalidOperationException($"The first answer was {Encoding.UTF8.GetString(line)}");
            account.Add(i + 1, read.Amount);
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
    }
}
