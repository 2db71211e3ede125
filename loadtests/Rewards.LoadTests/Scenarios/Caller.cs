using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Scenarios;

/// <summary>One caller on one connection, who asks and waits.</summary>
public sealed class Caller(RequestTarget target, string idPrefix) : IDisposable
{
    private const int WaitMaxMicroseconds = 10_000_000;

    private readonly Connection connection = new(target, new ActivityLine(idPrefix), 1);
    private long sequence;

    /// <returns>Stopwatch ticks from the send to the last byte of the answer.</returns>
    /// <exception cref="InvalidOperationException">It was not awarded as new.</exception>
    public long Award(int member, Account account)
    {
        connection.Ask(0, sequence++, member, isRetry: false);
        var sentAt = Stopwatch.GetTimestamp();
        connection.Send(sentAt);
        do
        {
            if (!connection.Socket.Poll(WaitMaxMicroseconds, SelectMode.SelectRead))
                throw new TimeoutException("No answer for 10 s.");
        }
        while (!connection.Receive());
        var ticks = Stopwatch.GetTimestamp() - sentAt;
        var answer = Answer.Read(connection.Reader.Body);
        if (connection.Reader.Status != 200 || answer.Kind != AnswerKind.Fresh)
            throw new InvalidOperationException($"Not awarded: {Encoding.UTF8.GetString(connection.Reader.Body)}");
        account.Add(member, answer.Amount);
        return ticks;
    }

    public void Dispose() => connection.Dispose();
}
