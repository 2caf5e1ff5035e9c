namespace GigaChat.Usage;

/// <summary>The page of a list, newest first.</summary>
public sealed record UsagePage
{
    /// <summary>The maximum size of a page.</summary>
    public const int MaxSize = 10_000;

    /// <summary>The number of records, 1 to <see cref="MaxSize"/>.</summary>
    /// <value>The default is 50.</value>
    public int Size { get; init; } = 50;

    /// <summary>The cursor that the page follows (older records); the first page when both cursors are null.</summary>
    public UsageCursor? After { get; init; }

    /// <summary>The cursor that the page precedes (newer records). Set at most one cursor.</summary>
    public UsageCursor? Before { get; init; }

    /// <summary>Validates size and cursors.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Size"/> is out of its range.</exception>
    /// <exception cref="ArgumentException">Both cursors are set.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Size, MaxSize);
        if (After is not null && Before is not null)
            throw new ArgumentException("A page must follow one cursor or precede one, not both.", nameof(Before));
    }
}
