using Rewards.Journal;

namespace Rewards.Grains.Projections;

/// <summary>
/// Feeds one projection from the journal and saves it now and then, state and cursor together under one checksum. What
/// was saved and does not hold is told of once and computed again.
/// </summary>
public sealed class ProjectionRunner(
    IJournal journal,
    IProjection projection,
    TimeProvider time,
    Action<Exception, string> report,
    TimeSpan gatherFor = default,
    TimeSpan? saveEvery = null,
    Func<StreamId, ValueTask>? renew = null)
{
    private const int RecordsPerRead = 2_000;

    /// <summary>Most records that a start applies again: a save costs a write, a replay costs little.</summary>
    private const int RecordsPerSaveMax = 500_000;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Streams whose last version is remembered, twice as many at most; a save does not forget them.</summary>
    private const int SeenMax = 100_000;

    private Dictionary<StreamId, long> seen = [];
    private Dictionary<StreamId, long> seenBefore = [];
    private int appliedSinceSave;
    private FeedCursor cursor;
    private FeedCursor saved;
    private long savedAt;
    private DateTimeOffset beganAt = time.GetUtcNow();
    private DateTimeOffset caughtUpAt;
    private bool isRefused;
    private volatile bool waiting;
    private Question question = new();

    /// <summary>Up to where everything is applied.</summary>
    public FeedCursor Cursor => cursor;

    /// <summary>
    /// When the projection last had everything that was committed; now, while nothing new is there and nobody else can
    /// append.
    /// </summary>
    public DateTimeOffset CaughtUpAt
    {
        get
        {
            // In this order: what is acknowledged before this moment is seen by the question after it.
            var now = time.GetUtcNow();
            return waiting && !journal.HasMore(cursor) ? now : caughtUpAt;
        }
    }

    /// <summary>How far it is behind; as long as it never had everything, since it began.</summary>
    public TimeSpan Lag
    {
        get
        {
            var at = CaughtUpAt;
            var lag = time.GetUtcNow() - (at == default ? beganAt : at);
            return lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
        }
    }

    /// <summary>Works until cancelled, then saves.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                waiting = false;
                await LoadAsync(cancellation);
                await FollowAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                await SaveAsync();
            }
            catch (Exception e)
            {
                Interlocked.Exchange(ref question, new Question()).Fail(e);
                report(e, $"The projection '{projection.Name}' failed; it goes on from where it was saved.");
                await Task.Delay(RetryAfter, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Volatile.Read(ref question).Fail(new JournalUnavailableException("The projection has stopped."));
    }

    /// <summary>Goes on from what was saved; from the beginning where that is damaged.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellation)
    {
        cursor = saved = await RestoreAsync(cancellation);
        seen.Clear();
        seenBefore.Clear();
        appliedSinceSave = 0;
        savedAt = time.GetTimestamp();
    }

    /// <summary>Applies everything that is committed by now.</summary>
    public async ValueTask CatchUpAsync(CancellationToken cancellation)
    {
        while (await StepAsync(cancellation))
        {
        }
    }

    /// <summary>
    /// While <see cref="RunAsync"/> works: completes when everything is applied that was committed before the call, by
    /// whomever. On a shared store that is at least one request to it, which callers at the same time share.
    /// </summary>
    /// <exception cref="GrainUnavailableException">The journal does not answer; ask again later.</exception>
    public ValueTask AskAsync(CancellationToken cancellation) => new(JournalTrouble.ReadAsync(async () =>
    {
        await Volatile.Read(ref question).AskAsync(cancellation);
        return true;
    }).AsTask());

    /// <summary>Saves state and cursor, if anything was applied since.</summary>
    public async ValueTask SaveAsync()
    {
        if (cursor == saved)
        {
            return;
        }

        var state = ProjectionSeal.Seal(projection.Name, new ProjectionState(cursor, projection.Save()));
        await journal.SaveProjectionAsync(projection.Name, state, CancellationToken.None);
        saved = state.Cursor;
        isRefused = false;
        savedAt = time.GetTimestamp();
        appliedSinceSave = 0;
    }

    private async ValueTask<FeedCursor> RestoreAsync(CancellationToken cancellation)
    {
        try
        {
            if (await journal.LoadProjectionAsync(projection.Name, cancellation) is { } sealedState)
            {
                var state = ProjectionSeal.Open(projection.Name, sealedState);
                Load(state);
                return state.Cursor;
            }
        }
        catch (JournalCorruptException e)
        {
            Refuse(e);
        }

        projection.Load([]);
        return FeedCursor.Beginning;
    }

    private void Load(ProjectionState state)
    {
        try
        {
            projection.Load(state.State.Span);
        }
        catch (Exception e) when (e is not JournalCorruptException)
        {
            throw new JournalCorruptException("What was saved says what cannot be.", e);
        }
    }

    /// <summary>Once: until something is saved in its place, each further start from there meets the same.</summary>
    private void Refuse(JournalCorruptException e)
    {
        (beganAt, caughtUpAt) = (time.GetUtcNow(), default);
        if (!isRefused)
        {
            isRefused = true;
            report(e, $"What was saved of the projection '{projection.Name}' is damaged; it is computed again.");
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        while (true)
        {
            // Who asks from here on waits for the next pass: this one may have looked already.
            var asked = Interlocked.Exchange(ref question, new Question());
            try
            {
                await CatchUpAsync(cancellation);
            }
            catch (Exception e)
            {
                asked.Fail(e);
                throw;
            }

            asked.Answer();
            waiting = true;
            var isAsked = await WaitAsync(cancellation);
            waiting = false;
            if (gatherFor > TimeSpan.Zero && !isAsked)
            {
                await Task.Delay(gatherFor, time, cancellation);
            }
        }
    }

    /// <summary>Until there may be more, or somebody asks.</summary>
    private async ValueTask<bool> WaitAsync(CancellationToken cancellation)
    {
        var asked = Volatile.Read(ref question).Asked;
        using var waking = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var more = journal.WaitFeedAsync(cursor, waking.Token).AsTask();
        if (await Task.WhenAny(more, asked) == more)
        {
            await more;
            return asked.IsCompleted;
        }

        await waking.CancelAsync();
        await more.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return true;
    }

    private async ValueTask<bool> StepAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var startedAt = time.GetUtcNow();
        var page = await journal.ReadFeedAsync(cursor, RecordsPerRead, cancellation);
        foreach (var record in page.Records)
        {
            if (record.Version > LastSeen(record.Stream))
            {
                projection.Apply(record);
                See(record);
            }

            if (renew is not null && record.Stream.Kind != StreamKind.Member)
            {
                await renew(record.Stream);
            }
        }

        cursor = page.Next;
        if (page.Records.Count == 0)
        {
            caughtUpAt = startedAt;
        }

        if (appliedSinceSave >= RecordsPerSaveMax || time.GetElapsedTime(savedAt) >= (saveEvery ?? SaveEvery))
        {
            await SaveAsync();
        }

        return page.Records.Count > 0;
    }

    private long LastSeen(StreamId stream) =>
        seen.TryGetValue(stream, out var version) || seenBefore.TryGetValue(stream, out version) ? version : 0;

    private void See(StoredRecord record)
    {
        appliedSinceSave++;
        if (seen.Count >= SeenMax)
        {
            (seenBefore, seen) = (seen, seenBefore);
            seen.Clear();
        }

        seen[record.Stream] = record.Version;
    }

    /// <summary>Those who wait for one pass.</summary>
    private sealed class Question
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => asked.Task;

        public Task AskAsync(CancellationToken cancellation)
        {
            asked.TrySetResult();
            return answered.Task.WaitAsync(cancellation);
        }

        public void Answer() => answered.TrySetResult();

        public void Fail(Exception e)
        {
            answered.TrySetException(e);
            _ = answered.Task.Exception; // Perhaps nobody asked.
        }
    }
}
