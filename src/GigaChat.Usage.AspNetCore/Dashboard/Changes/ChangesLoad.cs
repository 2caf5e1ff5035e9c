namespace GigaChat.Usage.AspNetCore;

/// <summary>The change of a period by dimension, and the unusual days.</summary>
/// <param name="Now">The time of the figures.</param>
/// <param name="Period">The records of the period.</param>
/// <param name="Before">The records that they are compared with; null where there are none to compare with.</param>
/// <param name="Changes">The change by dimension.</param>
/// <param name="Days">The days of the period outside their forecast.</param>
internal sealed record ChangesLoad(
    DateTimeOffset Now,
    UsageFilter Period,
    UsageFilter? Before,
    IReadOnlyList<(Dimension By, IReadOnlyList<ChangeRow> Rows)> Changes,
    IReadOnlyList<UnusualDay> Days
)
{
    /// <summary>The dimensions that a change is explained by.</summary>
    public static IReadOnlyList<Dimension> By { get; } =
    [
        Dimension.User,
        Dimension.Model,
        Dimension.Operation,
        Dimension.Topic,
        Dimension.Platform,
        Dimension.TokenType,
        Dimension.Outcome,
    ];

    public static async Task<ChangesLoad> LoadAsync(
        UsageQuestions questions,
        ChangesQuery query,
        CancellationToken cancellationToken
    )
    {
        var days = await UnusualDay.FindAsync(questions, cancellationToken).ConfigureAwait(false);
        var changes = new List<(Dimension, IReadOnlyList<ChangeRow>)>();
        var before = query.Before(questions);
        foreach (var by in before is null ? [] : By)
            changes.Add((by, await ByAsync(questions, by, before!, cancellationToken).ConfigureAwait(false)));
        return new ChangesLoad(questions.Now, questions.PeriodFilter, before, changes, days);
    }

    public static async Task<IReadOnlyList<ChangeRow>> ByAsync(
        UsageQuestions questions,
        Dimension by,
        UsageFilter before,
        CancellationToken cancellationToken
    ) =>
        ChangeRow.Of(
            await questions.PricedAsync(questions.PeriodFilter, by.By, cancellationToken).ConfigureAwait(false),
            await questions.PricedAsync(before, by.By, cancellationToken).ConfigureAwait(false),
            by,
            questions.TimeZone
        );
}
