namespace GigaChat.Usage.Capture;

/// <summary>A pool of unused scanners, so that a call does not allocate a new one.</summary>
internal sealed class ScannerPool<T>(Func<T> make)
    where T : class
{
    private const int Capacity = 64;

    private readonly T?[] _kept = new T?[Capacity];

    public T Rent()
    {
        foreach (ref var slot in _kept.AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } kept)
                return kept;
        }

        return make();
    }

    /// <summary>Returns a scanner to the pool; the previous user must not use it afterwards.</summary>
    public void Return(T scanner)
    {
        foreach (ref var slot in _kept.AsSpan())
        {
            if (slot is null && Interlocked.CompareExchange(ref slot, scanner, null) is null)
                return;
        }
    }
}
