namespace GigaChat.Usage;

/// <summary>How a forecast was made.</summary>
public enum ForecastMethod
{
    /// <summary>The mean of the last days: the history is too short for more, or nothing was used.</summary>
    Mean = 0,

    /// <summary>Robust Holt–Winters: level, damped trend and weekdays, with bands.</summary>
    HoltWinters = 1,
}
