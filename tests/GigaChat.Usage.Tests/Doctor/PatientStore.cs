namespace GigaChat.Usage.Tests.Doctor;

/// <summary>A store in memory that can be told to fail, to hang, and what to say of its schema.</summary>
internal sealed class PatientStore : IUsageStore, IUsageReader, IUsageTagReader, IUsageStoreSchema
{
    private readonly InMemoryUsageStore _inner = new();

    /// <summary>What a write meets before it is made; by default nothing.</summary>
    public Func<Task> OnWrite { get; set; } = static () => Task.CompletedTask;

    /// <summary>What a question meets before it is answered; by default nothing.</summary>
    public Func<Task> OnRead { get; set; } = static () => Task.CompletedTask;

    public UsageStoreSchemaState Schema { get; set; }

    /// <summary>The keys of tags that it tells, with or without values beyond its limit.</summary>
    public IReadOnlyList<UsageTagKey> TagKeys { get; set; } = [];

    /// <summary>An error whose text is nobody's business.</summary>
    public static Task Down() => Task.FromException(new IOException("Host=secret-host;Password=hunter2 refused"));

    public static Task Never() => new TaskCompletionSource().Task;

    public async Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        await OnWrite();
        await _inner.AppendAsync(batch, cancellationToken);
    }

    public async Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    )
    {
        await OnRead();
        return await _inner.AggregateAsync(filter, groupBy, cancellationToken);
    }

    public Task<UsagePageResult> ListAsync(
        UsageFilter filter,
        UsagePage page,
        CancellationToken cancellationToken = default
    ) => _inner.ListAsync(filter, page, cancellationToken);

    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        _inner.FindAsync(id, cancellationToken);

    public Task<IReadOnlyList<UsageTagKey>> GetTagKeysAsync(
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(TagKeys);

    public async Task<UsageStoreSchemaState> GetSchemaStateAsync(CancellationToken cancellationToken = default)
    {
        await OnRead();
        return Schema;
    }
}
