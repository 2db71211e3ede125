namespace Rewards.Server.Http;

/// <summary>
/// Holds every address that asks for a key to the bound of <see cref="Admission"/>. Health, problems and the OpenAPI
/// document answer an overloaded server too.
/// </summary>
internal sealed class AdmissionMiddleware(RequestDelegate next, Admission admission)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is null)
        {
            return next(context);
        }

        return admission.TryEnter() ? ServeAsync(context) : BusyAnswer.WriteAsync(context);
    }

    private async Task ServeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        finally
        {
            admission.Leave();
        }
    }
}
