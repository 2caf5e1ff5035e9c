namespace GigaChat.Usage.Alerts;

/// <summary>What evaluations keep from one to the next.</summary>
internal sealed class FactsCache(
    GigaChatTokenUsage usage,
    TimeSpan window,
    int topKeys,
    long callsOfPrice,
    IReadOnlyCollection<string> tagKeys,
    IReadOnlyCollection<string> tagsWithBands
)
{
    /// <summary>The time of records that arrive after midnight, so that a new baseline does not miss them.</summary>
    private static readonly TimeSpan Refreshed = TimeSpan.FromHours(1);

    private UsageBaseline? _baseline;
    private DateTimeOffset _baselineAt;

    /// <summary>The time that the sums of hours reach back.</summary>
    public TimeSpan Window { get; } = window;

    public UsageHours Hours { get; } = new(usage, tagKeys);

    public async Task<UsageBaseline> BaselineAsync(
        GigaChatTokenUsage source,
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        var now = source.Now;
        var isNew = _baseline?.Today != today;
        var isEarly = !isNew && now - _baselineAt > Refreshed && !_isRefreshed;
        if (_baseline is { } known && !isNew && !isEarly)
            return known;
        var read = await UsageBaseline
            .ReadAsync(source, today, topKeys, callsOfPrice, tagsWithBands, cancellationToken)
            .ConfigureAwait(false);
        (_baseline, _baselineAt, _isRefreshed) = (read, now, !isNew);
        return read;
    }

    private bool _isRefreshed;
}
