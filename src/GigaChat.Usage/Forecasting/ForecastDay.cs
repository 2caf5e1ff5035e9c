namespace GigaChat.Usage;

/// <summary>What is expected of one day.</summary>
/// <param name="Day">The day in the report's time zone.</param>
/// <param name="Tokens">Billed tokens of the whole day.</param>
public sealed record ForecastDay(DateOnly Day, ForecastRange Tokens);
