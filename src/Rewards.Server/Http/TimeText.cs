using System.Buffers.Text;
using NodaTime;

namespace Rewards.Server.Http;

/// <summary>Times as callers read them: RFC 3339 in UTC, with as many decimals as there are (at most seven).</summary>
public static class TimeText
{
    /// <summary>Bytes of the longest one, such as 2026-11-20T08:30:00.1234567Z.</summary>
    public const int BytesMax = 28;

    /// <summary>Writes into <paramref name="target"/> and returns what was written.</summary>
    public static ReadOnlySpan<byte> Write(Instant at, Span<byte> target)
    {
        Utf8Formatter.TryFormat(at.ToDateTimeUtc(), target, out var length, 'O');
        var end = length - 1;
        while (target[end - 1] == (byte)'0')
        {
            end--;
        }

        end = target[end - 1] == (byte)'.' ? end - 1 : end;
        target[end] = (byte)'Z';
        return target[..(end + 1)];
    }
}
