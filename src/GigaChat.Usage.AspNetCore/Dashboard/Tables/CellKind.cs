namespace GigaChat.Usage.AspNetCore;

/// <summary>The kinds of cells, which determine the format on a page and in a file.</summary>
internal enum CellKind
{
    /// <summary>A <see cref="string"/> or a <see cref="NamedKey"/>.</summary>
    Text,

    /// <summary>A <see cref="long"/>.</summary>
    Count,

    /// <summary>A <see cref="decimal"/> in rubles, or null where the price is missing.</summary>
    Rubles,

    /// <summary>
    /// A <see cref="long"/> in tokens or a <see cref="decimal"/> in rubles, by the row's unit; in files only.
    /// </summary>
    Amount,

    /// <summary>A <see cref="double"/>, 0 to 1.</summary>
    Share,

    /// <summary>A <see cref="DateOnly"/>.</summary>
    Day,

    /// <summary>A <see cref="DateTimeOffset"/>; it is converted to the report time zone when it is written.</summary>
    Moment,

    /// <summary>A <see cref="TimeSpan"/>, in seconds in a file.</summary>
    Duration,

    /// <summary>A <see cref="bool"/>.</summary>
    Flag,
}
