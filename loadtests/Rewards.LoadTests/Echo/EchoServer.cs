using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Echo;

/// <summary>
/// The ceiling: reads the same requests to their last byte and answers with the bytes of a real answer, deciding and
/// storing nothing. What it costs is Kestrel, the kernel and the generator.
/// </summary>
public static class EchoServer
{
    public static async Task RunAsync(int port, byte[] singleAnswer, byte[] batchAnswer)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(KestrelSettings.Apply);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        app.MapPost(RequestTarget.SinglePath, context => EchoAsync(context, singleAnswer, "application/json"));
        app.MapPost(RequestTarget.BatchPath, context => EchoAsync(context, batchAnswer, "application/x-ndjson"));
        await app.RunAsync();
    }

    private static async Task EchoAsync(HttpContext context, byte[] answer, string contentType)
    {
        var body = context.Request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(context.RequestAborted);
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        context.Response.ContentType = contentType;
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
    }
}
