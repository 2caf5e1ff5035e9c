namespace GigaChat.Usage;

/// <summary>What was learned of one model, kind and make-up of text.</summary>
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

    /// <summary>The model's name without its build; empty when unknown, <c>*</c> for all beyond the first 64.</summary>
    public string Model { get; }

    /// <summary>The kind of the texts.</summary>
    public TokenKind Kind { get; }

    /// <summary>The format of the texts.</summary>
    public TextFormat Format { get; }

    /// <summary>The number of calls that were learned from.</summary>
    public long Count { get; }

    /// <summary>The factor that an estimate is multiplied by, 0.2 to 5.</summary>
    public double Factor { get; }

    /// <summary>The mean error of recent estimates as a share of the reported tokens, each made before its call was learned from.</summary>
    public double MeanError { get; }
}
