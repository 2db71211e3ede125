using System.Text;

namespace Rewards.LoadTests.Workload;

/// <summary>A whole HTTP/1.1 request (head and body) of fixed length with one or many activity lines in it.</summary>
public sealed class RequestBytes
{
    private readonly ActivityLine line;
    private readonly int communities;
    private readonly int communityAt;
    private readonly int bodyAt;
    private readonly int stride;

    public RequestBytes(RequestTarget target, ActivityLine line, int linesPerRequest)
    {
        this.line = line;
        var batch = linesPerRequest > 1;
        stride = line.Length + (batch ? 1 : 0);
        var head = Encoding.ASCII.GetBytes(
            $"POST {target.Path(batch)} HTTP/1.1\r\nHost: {target.Host}:{target.Port}\r\n" +
            $"Authorization: Bearer {target.Key}\r\n" +
            $"Content-Type: {(batch ? "application/x-ndjson" : "application/json")}\r\n" +
            $"Content-Length: {stride * linesPerRequest}\r\n\r\n");
        bodyAt = head.Length;
        communities = target.Communities;
        communityAt = "POST /v1/communities/".Length + target.Community.Length + 1;
        Bytes = new byte[bodyAt + (stride * linesPerRequest)];
        head.CopyTo(Bytes, 0);
        for (var i = 0; i < linesPerRequest; i++)
        {
            line.Template.CopyTo(Bytes.AsSpan(bodyAt + (i * stride)));
            if (batch)
                Bytes[bodyAt + (i * stride) + line.Length] = (byte)'\n';
        }
    }

    public byte[] Bytes { get; }

    public void Patch(int index, long sequence, int member)
    {
        line.Patch(Bytes.AsSpan(bodyAt + (index * stride), line.Length), sequence, member);
        if (communities > 0)
            ActivityLine.Digits(Bytes.AsSpan(communityAt, RequestTarget.CommunityDigits), member % communities);
    }
}
