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

    /// <summary>A <see cref="decimal"/> in rubles, or null where it is unknown.</summary>
    Money,

    /// <summary>A difference in rubles, with its sign.</summary>
    Change,

    /// <summary>A <see cref="double"/>, 0 to 1, without a bar.</summary>
    Rate,

    /// <summary>A <see cref="double"/> that may be negative or above 1, without a bar.</summary>
    SignedShare,

    /// <summary>A <see cref="decimal"/> in percent.</summary>
    Percent,

    /// <summary>A <see cref="DateOnly"/>.</summary>
    Day,

    /// <summary>A <see cref="DateTimeOffset"/>; it is converted to the report time zone when it is written.</summary>
    Moment,

    /// <summary>A <see cref="TimeSpan"/>, in seconds in a file.</summary>
    Duration,

    /// <summary>A <see cref="bool"/>.</summary>
    Flag,

    /// <summary>A <see cref="UsageTags"/>; in a CSV file as a JSON object.</summary>
    Tags,
}
