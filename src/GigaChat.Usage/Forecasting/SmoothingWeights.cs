namespace GigaChat.Usage;

/// <summary>How fast level, trend (of the level's step) and weekday factors follow, and how fast the trend dies down.</summary>
internal readonly record struct SmoothingWeights(double Level, double Trend, double Weekday, double Damping)
{
    /// <summary>The weights that are tried; few, so that a short history cannot be overfitted.</summary>
    public static IReadOnlyList<SmoothingWeights> Grid { get; } =
    [
        .. from level in new[] { 0.05, 0.1, 0.2, 0.35, 0.5 }
           from trend in new[] { 0, 0.05, 0.15 }
           from weekday in new[] { 0.02, 0.08, 0.2 }
           from damping in trend == 0 ? [0.9] : new[] { 0.9, 0.97 }
           select new SmoothingWeights(level, trend, weekday, damping),
    ];
}
