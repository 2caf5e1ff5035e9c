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

    /// <summary>The maximum number of tags that a page shows the change by.</summary>
    private const int MostTags = 6;

    public static async Task<ChangesLoad> LoadAsync(
        UsageQuestions questions,
        ChangesQuery query,
        CancellationToken cancellationToken
    )
    {
        var days = await UnusualDay.FindAsync(questions, cancellationToken).ConfigureAwait(false);
        if (query.Before(questions) is not { } before)
            return new ChangesLoad(questions.Now, questions.PeriodFilter, null, [], days);
        var tags = await questions.TagKeysAsync(cancellationToken).ConfigureAwait(false);
        var changes = await ByAsync(
                questions,
                [.. By, .. tags.Take(MostTags).Select(Dimension.OfTag)],
                before,
                cancellationToken
            )
            .ConfigureAwait(false);
        return new ChangesLoad(questions.Now, questions.PeriodFilter, before, changes, days);
    }

    public static async Task<IReadOnlyList<ChangeRow>> ByAsync(
        UsageQuestions questions,
        Dimension by,
        UsageFilter before,
        CancellationToken cancellationToken
    ) => (await ByAsync(questions, [by], before, cancellationToken).ConfigureAwait(false))[0].Rows;

    private static async Task<IReadOnlyList<(Dimension By, IReadOnlyList<ChangeRow> Rows)>> ByAsync(
        UsageQuestions questions,
        IReadOnlyList<Dimension> by,
        UsageFilter before,
        CancellationToken cancellationToken
    )
    {
        var changes = await questions
            .ChangesAsync(
                before,
                by.Aggregate(UsageDimensions.None, static (all, one) => all | one.By),
                [.. by.Select(static one => one.TagKey).OfType<string>()],
                cancellationToken
            )
            .ConfigureAwait(false);
        return
        [
            .. by.Select(one =>
                (
                    one,
                    ChangeRow.Of(
                        one.TagKey is { } key ? changes.ByTag(key) : changes.By(one.By),
                        one,
                        questions.TimeZone
                    )
                )
            ),
        ];
    }
}
