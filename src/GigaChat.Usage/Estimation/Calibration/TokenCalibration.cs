namespace GigaChat.Usage;

/// <summary>The learned factor of one model, kind and composition of text.</summary>
public sealed class TokenCalibration
{
    internal TokenCalibration(
        string model,
        TokenKind kind,
        TextFormat format,
        long count,
        double factor,
        double meanError
    )
    {
        Model = model;
        Kind = kind;
        Format = format;
        Count = count;
        Factor = factor;
        MeanError = meanError;
    }

    /// <summary>
    /// The name of the model without its build; empty if unknown, <c>*</c> for all models beyond the first 64.
    /// </summary>
    public string Model { get; }

    /// <summary>The kind of the texts.</summary>
    public TokenKind Kind { get; }

    /// <summary>The format of the texts.</summary>
    public TextFormat Format { get; }

    /// <summary>The number of calls learned from.</summary>
    public long Count { get; }

    /// <summary>The factor by which an estimate is multiplied, 0.2 to 5.</summary>
    public double Factor { get; }

    /// <summary>
    /// The mean error of recent estimates as a share of the reported tokens; each estimate was made before its call was
    /// learned from.
    /// </summary>
    public double MeanError { get; }
}
