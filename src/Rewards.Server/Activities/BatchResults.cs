using System.IO.Pipelines;
using System.Text.Json;
using Rewards.Domain;
using Rewards.Grains.Communities;
using Rewards.Server.Http;

namespace Rewards.Server.Activities;

/// <summary>Writes results in the order of the lines, each after its commit.</summary>
/// <param name="community">Whose lines they are.</param>
/// <param name="programmes">The words of its receipts.</param>
/// <param name="output">The body of the answer.</param>
/// <param name="traceId">What the log tells the request by; lines that the server failed carry it.</param>
/// <param name="report">Told of what nobody foresaw, with the number of its line.</param>
internal sealed class BatchResults(
    CommunityId community, ProgrammeCache programmes, PipeWriter output, string traceId, Action<Exception, int> report)
    : IAsyncDisposable
{
    /// <summary>Unflushed bytes after which the caller is given what is there.</summary>
    private const int FlushBytes = 64 * 1024;

    private readonly Queue<BatchLine> underWay = new();
    private readonly Utf8JsonWriter json = new(output, JsonText.WriterOptions);
    private int written;

    public void Add(in BatchLine line) => underWay.Enqueue(line);

    /// <summary>
    /// Writes results as they become durable until more lines were read, so that who sends a line and waits for its
    /// result before sending the next one gets it.
    /// </summary>
    public async ValueTask WriteWhileAsync(Task reading, CancellationToken cancellation)
    {
        while (!reading.IsCompleted && underWay.TryPeek(out var line))
        {
            if (line.Answer is { IsCompleted: false } answer)
            {
                await FlushAsync(cancellation);
                await Task.WhenAny(reading, answer);
            }
            else
            {
                await WriteNextAsync(cancellation);
            }
        }

        await FlushAsync(cancellation);
    }

    /// <summary>
    /// Waits for everything under way; <paramref name="end"/> becomes the last line if the stream broke off.
    /// </summary>
    public async ValueTask FinishAsync(Problem? end, CancellationToken cancellation)
    {
        while (underWay.Count > 0)
        {
            await WriteNextAsync(cancellation);
        }

        if (end is not null)
        {
            ProblemWriter.Write(json, end, line: null, id: null, traceId: null);
            EndLine();
        }

        await output.FlushAsync(cancellation);
    }

    public ValueTask DisposeAsync() => json.DisposeAsync();

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (output.UnflushedBytes > 0)
        {
            await output.FlushAsync(cancellation);
        }
    }

    private async ValueTask WriteNextAsync(CancellationToken cancellation)
    {
        var line = underWay.Dequeue();
        written++;
        try
        {
            if (line.Problem is { } problem)
            {
                ProblemWriter.Write(json, problem, written, line.Id, traceId);
            }
            else
            {
                var answer = await line.Answer!;
                var programme = await programmes.VersionAsync(community.Value, answer.Receipt.RulesVersion);
                ActivityJson.Write(json, answer, programme);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var problem = Problem.From(e);
            if (problem is null)
            {
                report(e, written);
                problem = Problem.Of(Problems.Internal,
                    "An error that nobody foresaw. Send the line again: its id keeps it single.");
            }

            ProblemWriter.Write(json, problem, written, line.Id, traceId);
        }

        EndLine();
        if (output.UnflushedBytes >= FlushBytes)
        {
            await output.FlushAsync(cancellation);
        }
    }

    private void EndLine()
    {
        json.Flush();
        json.Reset();
        var newline = output.GetSpan(1);
        newline[0] = (byte)'\n';
        output.Advance(1);
    }
}
