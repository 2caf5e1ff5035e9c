namespace GigaChat.Usage.AspNetCore;

/// <summary>What a cell holds, and so how it is written on a page and in a file.</summary>
internal enum CellKind
{
    /// <summary>A <see cref="string"/> or a <see cref="NamedKey"/>.</summary>
    Text,

    /// <summary>A <see cref="long"/>.</summary>
    Count,

    /// <summary>A <see cref="decimal"/> in rubles, or null where the price is missing.</summary>
    Rubles,

    /// <summary>A <see cref="long"/> in tokens or a <see cref="decimal"/> in rubles, as the row's unit says; in files
    /// only.</summary>
    Amount,

    /// <summary>A <see cref="double"/>, 0 to 1.</summary>
    Share,

    /// <summary>A <see cref="DateOnly"/>.</summary>
    Day,

    /// <summary>A <see cref="DateTimeOffset"/>; the report's time zone is applied when it is written.</summary>
    Moment,

    /// <summary>A <see cref="TimeSpan"/>, in seconds in a file.</summary>
    Duration,

    /// <summary>A <see cref="bool"/>.</summary>
    Flag,
}
