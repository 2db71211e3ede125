using System.Buffers;
using System.Text.Unicode;
using Rewards.Domain;
using Rewards.Grains;
using Rewards.Grains.Members;
using Rewards.Server.Http;

namespace Rewards.Server.Activities;

/// <summary>
/// Sends each line to its member in the order of the lines, without waiting for the commit of the one before: lines
/// of one member are taken in order because its grain serves in order, and all lines share commits.
/// </summary>
internal sealed class BatchLines(
    CommunityId community, Principal principal, IGrains grains, KeyRateLimits limits, BatchResults results)
{
    /// <summary>Lines taken so far, bad ones included.</summary>
    public int Count { get; private set; }

    public void Take(in ReadOnlySequence<byte> line)
    {
        Count++;
        results.Add(Begin(line));
    }

    private BatchLine Begin(in ReadOnlySequence<byte> line)
    {
        string? id = null;
        try
        {
            if (!limits.TryTake(principal.KeyId, out var retryAfterSeconds))
            {
                throw new ProblemException(
                    Problems.RateLimited, "The key's rate limit is reached.", ("retryAfterSeconds", retryAfterSeconds));
            }

            var (member, activity) = Parse(line);
            id = activity.Id.Value;
            var answer = grains.Member(community, member).RecordAsync(new RecordActivity(activity));
            return new BatchLine(id, answer.AsTask(), null);
        }
        catch (Exception e) when (Problem.From(e) is not null)
        {
            return new BatchLine(id, null, Problem.From(e));
        }
    }

    private static (MemberId Member, Domain.Activities.Activity Activity) Parse(in ReadOnlySequence<byte> line)
    {
        if (line.Length > BodyLimits.SingleBytesMax)
        {
            throw new ProblemException(
                Problems.LineTooLong,
                $"A line has at most {BodyLimits.SingleBytesMax} bytes.",
                ("limitBytes", BodyLimits.SingleBytesMax));
        }

        var utf8 = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        return Utf8.IsValid(utf8)
            ? ActivityBody.Read(utf8)
            : throw new ProblemException(Problems.InvalidUtf8, "The line is not valid UTF-8.");
    }
}

/// <summary>A line under way, or the problem that it had at once.</summary>
internal readonly record struct BatchLine(string? Id, Task<ActivityAnswer>? Answer, Problem? Problem);
