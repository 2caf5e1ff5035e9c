namespace GigaChat.Usage.Forecasting;

/// <summary>Specifies the kind of a day in the production calendar.</summary>
internal enum CalendarDay
{
    /// <summary>A working day from Monday to Friday, or a free Saturday or Sunday.</summary>
    Ordinary = 0,

    /// <summary>A public holiday, or a day off that was transferred from another day.</summary>
    DayOff = 1,

    /// <summary>A working day that is one hour shorter, before a holiday.</summary>
    ShortDay = 2,

    /// <summary>A Saturday or Sunday that is worked in return for a transferred day off.</summary>
    WorkingWeekend = 3,
}
