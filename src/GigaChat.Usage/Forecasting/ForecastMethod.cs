namespace GigaChat.Usage;

/// <summary>How a forecast was made.</summary>
public enum ForecastMethod
{
    /// <summary>The mean of the last days: the history is too short for more, or nothing was used.</summary>
    Mean = 0,

    /// <summary>The seasonal forecast: a robust normal week, Russian holidays and a proven trend, with bands.</summary>
    Seasonal = 1,
}
