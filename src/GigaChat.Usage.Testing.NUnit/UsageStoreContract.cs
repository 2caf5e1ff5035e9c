namespace GigaChat.Usage;

/// <summary>
/// The contract of every <see cref="IUsageStore"/> that can be queried, as NUnit tests: derive from it and return the
/// store.
/// </summary>
/// <remarks>
/// Mark the derived class with <c>[TestFixture]</c>: NUnit's adapter looks for tests only in assemblies that reference
/// NUnit. Each test runs on a new empty store. Tests that a store cannot pass for a good reason may be overridden with
/// <c>Assert.Ignore</c> and that reason.
/// </remarks>
public abstract partial class UsageStoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private IUsageStore _store = null!;
    private IUsageReader _reader = null!;

    /// <summary>Opens an empty store and its reader (often the same object) for one test.</summary>
    protected abstract Task<(IUsageStore Store, IUsageReader Reader)> CreateStoreAsync();

    /// <summary>
    /// Opens the current test's store once more, as another process would; returns the same object by default.
    /// </summary>
    protected virtual Task<IUsageStore> OpenAgainAsync() => Task.FromResult(_store);

    /// <summary>Deletes the store of <see cref="CreateStoreAsync"/>; runs after every test.</summary>
    protected virtual Task DeleteStoreAsync() => Task.CompletedTask;

    /// <summary>Runs before every test.</summary>
    [SetUp]
    public async Task OpenStoreAsync() => (_store, _reader) = await CreateStoreAsync();

    /// <summary>Runs after every test.</summary>
    [TearDown]
    public Task CloseStoreAsync() => DeleteStoreAsync();

    private static UsageRecord At(DateTimeOffset createdAt, long tokens = 10) =>
        new()
        {
            Id = Guid.CreateVersion7(createdAt),
            CreatedAt = createdAt,
            Operation = UsageOperation.TextGeneration,
            TotalTokens = tokens,
            Source = UsageSource.Reported,
        };

    private static UsageRecord Sample(long tokens = 10) => At(Noon, tokens);

    private Task AppendAsync(params UsageRecord[] records) => _store.AppendAsync(records, CancellationToken.None);

    private async Task<UsageGroup> SumAsync(UsageFilter? filter = null) =>
        (await _reader.AggregateAsync(filter ?? UsageFilter.All, UsageGrouping.None)).Single();

    private async Task<IReadOnlyList<UsageRecord>> ListAsync(UsageFilter? filter = null) =>
        (await _reader.ListAsync(filter ?? UsageFilter.All, new UsagePage { Size = UsagePage.MaxSize })).Items;

    /// <summary>Returns the exception of a query; null when it throws none.</summary>
    /// <remarks>NUnit's <c>Assert.ThrowsAsync</c> blocks the thread that waits for the task.</remarks>
    private static async Task<Exception?> CatchAsync(Func<Task> query)
    {
        try
        {
            await query();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
