namespace GigaChat.Usage.AspNetCore;

/// <summary>How long the parts of a picture of days are.</summary>
internal enum CalendarStep
{
    Day,

    /// <summary>From Monday.</summary>
    Week,
    Month,
    Year,
}
