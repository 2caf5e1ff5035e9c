namespace GigaChat.Usage.ClickHouse;

/// <summary>The kinds of rows of the table of the state; the values are stored.</summary>
internal enum StateKind
{
    /// <summary>A setting: its name, its value, and when it was written.</summary>
    Setting = 0,

    /// <summary>An hour that records were written for: its number, and when it was marked.</summary>
    Hour = 1,

    /// <summary>A committed seal: its day and number, the moment up to which it has records, its time zone and
    /// rows.</summary>
    Seal = 2,
}
