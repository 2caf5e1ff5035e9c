namespace GigaChat.Usage.Forecasting;

/// <summary>
/// The forecast of a future day: its own value, and the sum of all future days up to and including it.
/// </summary>
internal readonly record struct DailyForecast(DateOnly Day, Band Value, Band Sum);
