using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Rewards.Domain;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Server.Http;

namespace Rewards.Server.Activities;

/// <summary>
/// <c>POST /v1/communities/{community}/activities/batch</c>: one activity a line in, one result a line out, in the same
/// order, each written after its commit. A bad line fails alone. Lines are taken as they arrive, at the sender's own
/// pace: he may wait for a result before he sends the next line.
/// </summary>
internal sealed class PostActivityBatch(
    IGrains grains, ProgrammeCache programmes, KeyRateLimits limits, TimeProvider time, ILogger<PostActivityBatch> log)
{
    public const string ContentType = "application/x-ndjson";

    public async Task HandleAsync(HttpContext context)
    {
        BodyReader.RequireType(context, ContentType);
        if (context.Request.ContentLength > BodyLimits.BatchBytesMax)
        {
            throw TooLarge();
        }

        // Kestrel's rate also counts the time in which the server owes results; NextLineWait does not.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        context.Response.ContentType = ContentType;
        var community = RawPath.Community(context);
        await using var results = new BatchResults(
            community, programmes, context.Response.BodyWriter, context.TraceIdentifier,
            (e, line) => log.LogError(
                e, "Line {Line} of {Method} {Path} failed ({TraceId})",
                line, context.Request.Method, context.Request.Path, context.TraceIdentifier));
        var lines = new BatchLines(community, context.Principal(), grains, limits, results);
        var end = await ReadAsync(context, lines, results);
        await results.FinishAsync(end, context.RequestAborted);
    }

    /// <summary>Takes all lines; a problem tells why the stream broke off, null that it did not.</summary>
    private async Task<Problem?> ReadAsync(HttpContext context, BatchLines lines, BatchResults results)
    {
        var reader = context.Request.BodyReader;
        var wait = new NextLineWait(time, BodyLimits.NextLineWaitMax);
        var taken = 0L;
        var skipping = false; // The rest of a line that was too long and is answered.
        while (true)
        {
            ReadResult read;
            try
            {
                var reading = reader.ReadAsync(context.RequestAborted);
                read = reading.IsCompleted
                    ? await reading
                    : await WriteWhileAsync(reading.AsTask(), reader, results, wait, context.RequestAborted);
            }
            catch (Exception e) when (e is BadHttpRequestException or IOException)
            {
                return BrokenOff(lines.Count, "The body ended before its declared end or could not be read.");
            }

            if (wait.IsOver)
            {
                reader.AdvanceTo(read.Buffer.End);
                return Silent(lines.Count);
            }

            var rest = read.Buffer;
            var takenBefore = lines.Count;
            if (!TakeLines(ref rest, lines, ref skipping))
            {
                reader.AdvanceTo(read.Buffer.End);
                return TooMany(lines.Count);
            }

            if (lines.Count > takenBefore)
            {
                wait.Restart();
            }

            taken += read.Buffer.Length - rest.Length;
            if (taken + rest.Length > BodyLimits.BatchBytesMax)
            {
                reader.AdvanceTo(read.Buffer.End);
                return BrokenOff(lines.Count, $"A batch has at most {BodyLimits.BatchBytesMax} bytes.");
            }

            if (read.IsCompleted)
            {
                var tooMany = !rest.IsEmpty && lines.Count == BodyLimits.BatchLinesMax;
                if (!rest.IsEmpty && !tooMany)
                {
                    lines.Take(rest);
                }

                reader.AdvanceTo(read.Buffer.End);
                return tooMany ? TooMany(lines.Count) : null;
            }

            reader.AdvanceTo(rest.Start, read.Buffer.End);
        }
    }

    /// <summary>Writes what is owed, then waits for what comes next, but not for ever.</summary>
    private static async Task<ReadResult> WriteWhileAsync(
        Task<ReadResult> reading, PipeReader reader, BatchResults results, NextLineWait wait,
        CancellationToken cancellation)
    {
        await results.WriteWhileAsync(reading, cancellation);
        if (!await wait.ForAsync(reading))
        {
            reader.CancelPendingRead();
        }

        return await reading;
    }

    /// <summary>
    /// Takes every whole line of <paramref name="rest"/> and leaves what may go on. False: there are too many lines.
    /// </summary>
    private static bool TakeLines(ref ReadOnlySequence<byte> rest, BatchLines lines, ref bool skipping)
    {
        while (rest.PositionOf((byte)'\n') is { } newline)
        {
            if (!skipping)
            {
                if (lines.Count == BodyLimits.BatchLinesMax)
                {
                    return false;
                }

                lines.Take(rest.Slice(0, newline));
            }

            skipping = false;
            rest = rest.Slice(rest.GetPosition(1, newline));
        }

        if (!skipping && rest.Length > BodyLimits.SingleBytesMax && lines.Count < BodyLimits.BatchLinesMax)
        {
            // Answered as too long by its beginning; what follows is not kept, so a line takes no more memory.
            lines.Take(rest);
            skipping = true;
        }

        rest = skipping ? rest.Slice(rest.End) : rest;
        return true;
    }

    private static Problem TooMany(int linesTaken) => Problem.Of(
        Problems.TooManyLines, $"A batch has at most {BodyLimits.BatchLinesMax} lines.", ("linesTaken", linesTaken));

    private static Problem BrokenOff(int linesTaken, string why) =>
        Problem.Of(Problems.BatchBrokenOff, why, ("linesTaken", linesTaken));

    private static Problem Silent(int linesTaken)
    {
        var seconds = (int)BodyLimits.NextLineWaitMax.TotalSeconds;
        return Problem.Of(
            Problems.BatchBrokenOff,
            $"The next line did not arrive within {seconds} s, though no result was owed. Send it in another batch.",
            ("linesTaken", linesTaken),
            ("limitSeconds", seconds));
    }

    private static ProblemException TooLarge() => new(
        Problems.BodyTooLarge,
        $"A batch has at most {BodyLimits.BatchBytesMax} bytes.",
        ("limitBytes", BodyLimits.BatchBytesMax));
}
