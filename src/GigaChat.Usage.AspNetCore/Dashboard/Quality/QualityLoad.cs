namespace GigaChat.Usage.AspNetCore;

/// <summary>The quality of a period.</summary>
/// <param name="Now">The time of the figures.</param>
/// <param name="All">The whole period.</param>
/// <param name="Rows">The rows by dimension.</param>
internal sealed record QualityLoad(
    DateTimeOffset Now,
    QualityRow All,
    IReadOnlyList<(Dimension By, IReadOnlyList<QualityRow> Rows)> Rows
)
{
    /// <summary>The dimensions of the page.</summary>
    public static IReadOnlyList<Dimension> By { get; } = [Dimension.Model, Dimension.Operation, Dimension.Day];

    public static async Task<QualityLoad> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var groups = await questions
            .PricedAsync(
                questions.PeriodFilter,
                UsageDimensions.Day | UsageDimensions.Operation | UsageDimensions.Outcome,
                cancellationToken
            )
            .ConfigureAwait(false);
        var latencies = await questions
            .LatencyAsync(UsageDimensions.Day | UsageDimensions.Operation | UsageDimensions.Model, cancellationToken)
            .ConfigureAwait(false);
        return new QualityLoad(
            questions.Now,
            QualityRow.Of(null, groups).With(latencies),
            [.. By.Select(by => (by, QualityRow.By(groups, latencies, by, questions.TimeZone)))]
        );
    }
}
