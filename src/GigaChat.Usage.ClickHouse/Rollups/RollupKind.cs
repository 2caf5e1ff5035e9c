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

    /// <summary>Sums of the day by user alone.</summary>
    Users = 3,
}
