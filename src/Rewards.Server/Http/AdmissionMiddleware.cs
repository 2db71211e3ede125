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
        var place = new Place(admission, context.Response);
        context.Response.OnStarting(
            static place =>
            {
                ((Place)place).Answering();
                return Task.CompletedTask;
            },
            place);
        try
        {
            await next(context);
        }
        finally
        {
            place.Leave();
        }
    }

    /// <summary>
    /// A place that is given back once: before an answer that is whole is sent, because who has it asks again at once,
    /// perhaps on another connection; otherwise at the end, which is before the caller sees the end of it.
    /// </summary>
    private sealed class Place(Admission admission, HttpResponse response)
    {
        private int left;

        public void Answering()
        {
            if (response.ContentLength is not null)
            {
                Leave();
            }
        }

        public void Leave()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                admission.Leave();
            }
        }
    }
}
