namespace GigaChat.Usage.ClickHouse;

/// <summary>The times that the exactness of sealed days rests on.</summary>
internal static class ClickHouseLimits
{
    /// <summary>The longest time that the server works on one insert.</summary>
    public static readonly TimeSpan LongestInsert = TimeSpan.FromMinutes(4);

    /// <summary>
    /// The time for which a mark of an hour covers the inserts that follow it: the longest insert that starts at its
    /// end is over before <see cref="Grace"/> has passed.
    /// </summary>
    public static readonly TimeSpan MarkLife = TimeSpan.FromMinutes(4);

    /// <summary>
    /// The time after a mark in which its inserts may still run: a rollup that was sealed later has all of them.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The time for which rows of seals that do not count any more are kept: longer than a query that began to read them.
    /// </summary>
    public static readonly TimeSpan OldSealLife = TimeSpan.FromHours(1);
}
