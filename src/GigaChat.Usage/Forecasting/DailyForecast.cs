namespace GigaChat.Usage.Forecasting;

/// <summary>A day ahead: its own value, and the sum of all days ahead up to and with it.</summary>
internal readonly record struct DailyForecast(DateOnly Day, Band Value, Band Sum);
