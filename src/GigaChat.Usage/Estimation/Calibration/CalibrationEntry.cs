namespace GigaChat.Usage.Estimation;

/// <summary>An entry of a stored calibration.</summary>
internal sealed class CalibrationEntry
{
    public string Model { get; set; } = "";

    public TokenKind Kind { get; set; }

    public TextFormat Format { get; set; }

    public long Count { get; set; }

    public double Factor { get; set; } = 1;

    public double MeanError { get; set; }
}
