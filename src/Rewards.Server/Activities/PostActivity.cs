using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Server.Http;

namespace Rewards.Server.Activities;

/// <summary>
/// <c>POST /v1/communities/{community}/activities</c>: what a member did comes in, what it earned goes out, durably.
/// </summary>
internal sealed class PostActivity(
    IGrains grains, ProgrammeCache programmes, KeyRateLimits limits, ILogger<PostActivity> log)
{
    private static readonly Func<ReadOnlyMemory<byte>, (MemberId Member, Activity Activity)> Parse =
        static utf8 => ActivityBody.Read(utf8.Span);

    public Task HandleAsync(HttpContext context) =>
        HandleAsync(context, context.Principal(), RawPath.Community(context), null);

    /// <summary>
    /// The same for a caller and a community that are known; answers every problem itself, and leaves the place that it
    /// was given, if any.
    /// </summary>
    public async Task HandleAsync(
        HttpContext context, Principal principal, CommunityId community, Admission? admission)
    {
        try
        {
            limits.Take(principal);
            var (member, activity) = await BodyReader.ReadAsync(context, BodyLimits.SingleBytesMax, Parse);
            var answer = await grains.Member(community, member).RecordAsync(new RecordActivity(activity));
            var programme = await programmes.VersionAsync(community.Value, answer.Receipt.RulesVersion);

            // Before the answer is sent: who has it asks again at once, perhaps on another connection.
            admission?.Leave();
            admission = null;
            await JsonAnswer.WriteAsync(
                context, (answer, programme), static (json, it) => ActivityJson.Write(json, it.answer, it.programme));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; what it asked for is done or not, and its id will tell.
        }
        catch (Exception e)
        {
            admission?.Leave();
            admission = null;
            await ProblemMiddleware.AnswerAsync(context, e, log);
        }
        finally
        {
            admission?.Leave();
        }
    }
}
