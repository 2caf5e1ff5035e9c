namespace GigaChat.Usage;

/// <summary>The forecast of one day.</summary>
public sealed class ForecastDay
{
    internal ForecastDay(DateOnly day, ForecastRange tokens)
    {
        Day = day;
        Tokens = tokens;
    }

    /// <summary>The day, in the report time zone.</summary>
    public DateOnly Day { get; }

    /// <summary>The expected billed tokens.</summary>
    public ForecastRange Tokens { get; }
}
