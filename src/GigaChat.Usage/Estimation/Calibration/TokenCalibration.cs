namespace GigaChat.Usage;

/// <summary>What was learned of one model, kind and make-up of text.</summary>
/// <param name="Model">The model's name without its build; empty when unknown, <c>*</c> for all beyond the first
/// 64.</param>
/// <param name="Kind">What the texts are for.</param>
/// <param name="Format">What they are mostly made of.</param>
/// <param name="Count">From how many calls.</param>
/// <param name="Factor">What an estimate is multiplied by, 0.2 to 5.</param>
/// <param name="MeanError">The mean error of one estimate of late, as a share of the reported tokens, each made before
/// its call was learned from.</param>
public sealed record TokenCalibration(
    string Model,
    TokenKind Kind,
    TextFormat Format,
    long Count,
    double Factor,
    double MeanError
);
