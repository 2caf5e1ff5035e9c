namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The number of keys, and of values of a key, that have sums of their own each day.</summary>
internal sealed record TagLimits(int KeysPerDay, int ValuesPerDay)
{
    public static TagLimits Default { get; } = new(20, 1_000);
}
