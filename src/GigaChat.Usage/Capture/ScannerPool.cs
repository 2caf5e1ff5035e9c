namespace GigaChat.Usage.Capture;

/// <summary>Keeps scanners that are not in use, so that a call does not pay for a new one.</summary>
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

    /// <summary>Takes one back; its last user must not touch it again.</summary>
    public void Return(T scanner)
    {
        foreach (ref var slot in _kept.AsSpan())
        {
            if (slot is null && Interlocked.CompareExchange(ref slot, scanner, null) is null)
                return;
        }
    }
}
