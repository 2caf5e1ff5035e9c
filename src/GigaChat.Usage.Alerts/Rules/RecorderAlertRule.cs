using GigaChat.Usage.Alerts;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>
/// Records of this process are dropped or lost, set aside as dead letters, or wait too long for the store.
/// </summary>
public sealed class RecorderAlertRule : UsageAlertRule
{
    private long _lost;
    private long _lostSince;
    private DateTimeOffset _lostAt = DateTimeOffset.MinValue;
    private DateTimeOffset? _waitingSince;

    /// <summary>Initializes a new instance of the <see cref="RecorderAlertRule"/> class.</summary>
    public RecorderAlertRule()
        : base("records") { }

    /// <summary>The time for which an alert about lost records lasts after the last loss.</summary>
    /// <value>The default is 15 minutes.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The time for which records may wait for the store.</summary>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireAtLeast(Window, TimeSpan.FromMinutes(1), nameof(Window));
        RequireAtLeast(MaxWait, TimeSpan.FromSeconds(1), nameof(MaxWait));
    }

    /// <inheritdoc />
    public override ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var found = new List<UsageAlertObservation>();
        var recorder = context.Facts.Services.Recorder;
        var counters = recorder.Counters;
        if (Lost(recorder as UsageRecorder, counters, context) is { } lost)
            found.Add(lost);
        if (DeadLetters(recorder as UsageRecorder, context) is { } letters)
            found.Add(letters);
        if (Waiting(recorder as UsageRecorder, counters, context) is { } waiting)
            found.Add(waiting);
        return ValueTask.FromResult<IReadOnlyList<UsageAlertObservation>>(found);
    }

    private UsageAlertObservation? Lost(
        UsageRecorder? recorder,
        UsageRecorderCounters counters,
        UsageAlertContext context
    )
    {
        var lost = counters.Dropped + counters.Failed - (recorder?.Refused ?? 0);
        if (lost > _lost)
        {
            if (context.Now - _lostAt > Window)
                _lostSince = _lost;
            (_lost, _lostAt) = (lost, context.Now);
        }

        if (lost == 0 || context.Now - _lostAt > Window)
            return null;
        var recent = lost - _lostSince;
        return AlertTexts.Observe(
            "lost",
            words =>
                AlertTexts.Text(
                    words.Of(
                        $"{words.Records(recent)} of usage lost",
                        $"Потеряно записей учёта: {words.Count(recent)}"
                    ),
                    words.Of(
                        $"Dropped because the queue was full: {words.Count(counters.DroppedQueueFull)}, because the journal was full: {words.Count(counters.DroppedJournalFull)}, after the stop: {words.Count(counters.DroppedStopped)}. The store is down or slower than the calls.",
                        $"Отброшено из-за полной очереди: {words.Count(counters.DroppedQueueFull)}, из-за полного журнала: {words.Count(counters.DroppedJournalFull)}, после остановки: {words.Count(counters.DroppedStopped)}. Хранилище недоступно или медленнее вызовов."
                    )
                ),
            ("lost_records", recent),
            ("dropped_queue_full", counters.DroppedQueueFull),
            ("dropped_journal_full", counters.DroppedJournalFull)
        ) with
        {
            Severity = UsageAlertSeverity.Critical,
        };
    }

    private static UsageAlertObservation? DeadLetters(UsageRecorder? recorder, UsageAlertContext context)
    {
        var waiting = context.Facts.Services.DeadLetters.Waiting;
        var letters = waiting?.Lines ?? recorder?.Refused ?? 0;
        if (letters == 0)
            return null;
        return AlertTexts.Observe(
            "dead-letters",
            words =>
                AlertTexts.Text(
                    words.Of(
                        $"The store rejected {words.Records(letters)}",
                        $"Хранилище отклонило {words.Records(letters)}"
                    ),
                    waiting is not null
                        ? words.Of(
                            "They are in the file of dead letters: find the cause, and replay or delete them.",
                            "Они в файле отклонённых записей: найдите причину и повторите их или удалите."
                        )
                        : words.Of(
                            "They are lost when the process ends, because there is no journal.",
                            "При остановке процесса они пропадут, потому что журнала нет."
                        )
                ),
            ("dead_letters", letters)
        );
    }

    private UsageAlertObservation? Waiting(
        UsageRecorder? recorder,
        UsageRecorderCounters counters,
        UsageAlertContext context
    )
    {
        var count = counters.Queued + counters.InFlight;
        var since = recorder?.StoreTrouble?.Since
            ?? (recorder?.OldestInFlight is { } oldest ? oldest.CreatedAt + oldest.Duration : null);
        if (since is null && count > 0)
            _waitingSince ??= context.Now;
        else
            _waitingSince = null;
        since ??= _waitingSince;
        if (since is not { } start || count == 0 || context.Now - start < MaxWait)
            return null;
        var error = recorder?.StoreTrouble?.Error;
        return AlertTexts.Observe(
            "waiting",
            words =>
                AlertTexts.Text(
                    words.Of(
                        $"The store has not taken records of usage for {words.Length(context.Now - start)}; "
                            + $"waiting: {words.Records(count)}",
                        $"Хранилище не принимает записи {words.Length(context.Now - start)}, "
                            + $"в очереди: {words.Records(count)}"
                    ),
                    error is null
                        ? null
                        : words.Of(
                            $"The last write failed with {error}; calls go on, and records are dropped once the queue is full.",
                            $"Последняя запись завершилась ошибкой {error}; вызовы продолжаются, но когда очередь заполнится, записи будут теряться."
                        )
                ),
            ("waiting_records", count),
            ("since", start),
            ("error", error)
        ) with
        {
            Severity = UsageAlertSeverity.Critical,
        };
    }
}
