namespace GigaChat.Usage;

/// <summary>Which page of a list, newest first.</summary>
public sealed record UsagePage
{
    /// <summary>The largest page that can be asked for.</summary>
    public const int MaxSize = 10_000;

    /// <summary>How many records, 1 to <see cref="MaxSize"/>.</summary>
    /// <value>The default is 50.</value>
    public int Size { get; init; } = 50;

    /// <summary>The page that follows this cursor (older records); the first page when both cursors are null.</summary>
    public UsageCursor? After { get; init; }

    /// <summary>The page that leads up to this cursor (newer records). Set one cursor at most.</summary>
    public UsageCursor? Before { get; init; }

    /// <summary>Checks size and cursors.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Size"/> is out of its range.</exception>
    /// <exception cref="ArgumentException">Both cursors are set.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Size, MaxSize);
        if (After is not null && Before is not null)
            throw new ArgumentException("A page follows one cursor or leads up to one, not both.", nameof(Before));
    }
}
