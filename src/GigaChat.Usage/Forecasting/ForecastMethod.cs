namespace GigaChat.Usage;

/// <summary>Specifies the method of a forecast.</summary>
public enum ForecastMethod
{
    /// <summary>
    /// The mean of the last days: the history is too short for another method, or there was no usage.
    /// </summary>
    Mean = 0,

    /// <summary>The seasonal forecast: a robust normal week, Russian holidays and a proven trend, with bands.</summary>
    Seasonal = 1,
}
