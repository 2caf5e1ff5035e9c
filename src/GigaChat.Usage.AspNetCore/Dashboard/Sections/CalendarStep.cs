namespace GigaChat.Usage.AspNetCore;

/// <summary>The lengths of the parts of a chart.</summary>
internal enum CalendarStep
{
    Hour,
    Day,

    /// <summary>From Monday.</summary>
    Week,
    Month,
    Year,
}
