namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>Answers from what stands in a list at the time, except while it is down.</summary>
internal sealed class InterruptedReader : IUsageReader
{
    public Func<IEnumerable<UsageRecord>> Records { get; set; } = static () => [];

    public bool IsDown { get; set; }

    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    ) =>
        IsDown
            ? throw new TimeoutException()
            : new ListUsageReader(Records()).AggregateAsync(filter, groupBy, cancellationToken);

    public Task<UsagePageResult> ListAsync(
        UsageFilter filter,
        UsagePage page,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
