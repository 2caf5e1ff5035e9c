namespace GigaChat.Usage.ClickHouse;

/// <summary>The kinds of rows of a sealed day; the values are stored.</summary>
internal enum RollupKind
{
    /// <summary>Sums by hour of UTC and every dimension without users and access tokens.</summary>
    Hours = 0,

    /// <summary>Sums of the day by every dimension.</summary>
    Days = 1,

    /// <summary>Sums of the day by every dimension without users and access tokens.</summary>
    Totals = 2,

    /// <summary>
    /// The one row that commits a seal, written after its sums; <c>count</c> is the number of those rows.
    /// </summary>
    Commit = 255,
}
