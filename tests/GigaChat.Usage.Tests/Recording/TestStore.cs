using System.Threading.Channels;

namespace GigaChat.Usage.Tests.Recording;

/// <summary>A store that behaves as its test says; it holds to the rules of the contract, and keeps a diary of what it
/// was offered.</summary>
internal sealed class TestStore : IUsageStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, UsageRecord> _stored = [];
    private readonly List<int> _batches = [];
    private readonly Channel<IReadOnlyList<UsageRecord>> _offers = Channel.CreateUnbounded<
        IReadOnlyList<UsageRecord>
    >();
    private int _offered;

    /// <summary>Runs before anything is stored: throws, waits, or lets the write go on.</summary>
    public Func<IReadOnlyList<UsageRecord>, CancellationToken, Task> Behaviour { get; set; } =
        (_, _) => Task.CompletedTask;

    /// <summary>How many batches were offered.</summary>
    public int Offers => Volatile.Read(ref _offered);

    /// <summary>Ids that were stored and offered again, which a lossless but careful writer has no reason
    /// for.</summary>
    public int OfferedAgain { get; private set; }

    public IReadOnlyList<UsageRecord> Stored
    {
        get
        {
            lock (_gate)
                return [.. _stored.Values];
        }
    }

    /// <summary>The sizes of the batches that were stored.</summary>
    public IReadOnlyList<int> Batches
    {
        get
        {
            lock (_gate)
                return [.. _batches];
        }
    }

    public async Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
    {
        // Taken first: a test that has seen the offer may already choose the behaviour of the next one.
        var behaviour = Behaviour;
        Interlocked.Increment(ref _offered);
        _offers.Writer.TryWrite(batch);
        await behaviour(batch, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _batches.Add(batch.Count);
            foreach (var record in batch)
            {
                if (!_stored.TryAdd(record.Id, record))
                    OfferedAgain++;
            }
        }
    }

    /// <summary>The next batch that is offered, whatever becomes of it.</summary>
    public Task<IReadOnlyList<UsageRecord>> OfferAsync() => _offers.Reader.ReadAsync().AsTask().Soon();

    public TestStore Fails(int times, Func<Exception> error)
    {
        Behaviour = (_, _) => Interlocked.Decrement(ref times) >= 0 ? Task.FromException(error()) : Task.CompletedTask;
        return this;
    }

    public TestStore Refuses(Func<UsageRecord, bool> bad, Func<Exception> error)
    {
        Behaviour = (batch, _) => batch.Any(bad) ? Task.FromException(error()) : Task.CompletedTask;
        return this;
    }
}
