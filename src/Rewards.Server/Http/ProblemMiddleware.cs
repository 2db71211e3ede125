namespace Rewards.Server.Http;

/// <summary>
/// Turns everything that goes wrong into a problem; what nobody foresaw is logged and answered as 500.
/// </summary>
public sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; what it asked for is done or not, and its id will tell.
        }
        catch (Exception e)
        {
            await AnswerAsync(context, e, log);
            return;
        }

        if (!context.Response.HasStarted && context.Response.ContentLength is null)
        {
            await ExplainAsync(context);
        }
    }

    /// <summary>Answers with the problem that an exception means; one that nobody foresaw is logged.</summary>
    internal static Task AnswerAsync(HttpContext context, Exception e, ILogger log)
    {
        var problem = Problem.From(e);
        if (problem is null || problem.Type.Code == Problems.Unavailable)
        {
            log.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
        }

        return ProblemWriter.WriteAsync(context, problem ?? Problem.Of(
            Problems.Internal, "An error that nobody foresaw. Nothing that was acknowledged is lost."));
    }

    /// <summary>Routing answers with a bare status; callers get a problem instead.</summary>
    private static Task ExplainAsync(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ProblemWriter.WriteAsync(
            context, Problem.Of(Problems.NotFound, $"There is nothing at {context.Request.Path}.")),
        StatusCodes.Status405MethodNotAllowed => ExplainMethodAsync(context),
        _ => Task.CompletedTask,
    };

    private static Task ExplainMethodAsync(HttpContext context)
    {
        var allowed = context.Response.Headers.Allow;
        var problem = Problem.Of(
            Problems.MethodNotAllowed,
            $"{context.Request.Method} is not allowed at {context.Request.Path}; allowed: {allowed}.");
        return ProblemWriter.WriteAsync(context, problem, response => response.Headers.Allow = allowed);
    }
}
