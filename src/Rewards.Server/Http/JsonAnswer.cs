using System.Buffers;
using System.Text.Json;

namespace Rewards.Server.Http;

/// <summary>Writes small JSON answers whole, with their length, through a writer that each thread keeps.</summary>
public static class JsonAnswer
{
    /// <summary>A buffer that grew beyond this is not kept.</summary>
    private const int KeptBytesMax = 256 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    public static ValueTask WriteAsync<T>(HttpContext context, T content, Action<Utf8JsonWriter, T> write,
        int status = 200)
    {
        buffer ??= new ArrayBufferWriter<byte>(2048);
        buffer.ResetWrittenCount();
        writer ??= new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.Reset(buffer);
        write(writer, content);
        writer.Flush();
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = BodyReader.Json;
        response.ContentLength = buffer.WrittenCount;
        var written = response.BodyWriter.WriteAsync(buffer.WrittenMemory, CancellationToken.None);
        if (buffer.Capacity > KeptBytesMax)
        {
            buffer = null;
        }

        return written.IsCompletedSuccessfully ? ValueTask.CompletedTask : Wait(written);
    }

    private static async ValueTask Wait(ValueTask<System.IO.Pipelines.FlushResult> written) => await written;
}
