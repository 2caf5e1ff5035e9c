namespace GigaChat.Usage.AspNetCore;

/// <summary>The choices in the filters of the list. They come from the store's sums, never from its rows.</summary>
internal sealed record FilterChoices(
    IReadOnlyList<UsageOperation> Operations,
    IReadOnlyList<string> Models,
    IReadOnlyList<string> Platforms,
    IReadOnlyList<string> TokenTypes,
    IReadOnlyList<string> TagKeys
)
{
    /// <summary>The maximum number of choices: a longer list is of no use.</summary>
    private const int Most = 500;

    /// <summary>Gets the values of a filter; null where any text can be entered.</summary>
    public IReadOnlyList<string>? Of(FilterField field) =>
        field == FilterFields.Operation ? [.. Operations.Select(static operation => operation.Value)]
        : field == FilterFields.Model ? Models
        : field == FilterFields.Platform ? Platforms
        : field == FilterFields.TokenType ? TokenTypes
        : field == FilterFields.Without ? AbsentValues.Names
        : field == FilterFields.WithoutTag && TagKeys.Count > 0 ? TagKeys
        : null;

    public static FilterChoices None { get; } = new(UsageOperation.Known, [], [], [], []);

    public static async Task<FilterChoices> LoadAsync(UsageQuestions questions, CancellationToken cancellationToken)
    {
        var work = await questions
            .AggregateAsync(UsageFilter.All, UsageDimensions.Operation | UsageDimensions.Model, cancellationToken)
            .ConfigureAwait(false);
        var origin = await questions
            .AggregateAsync(
                UsageFilter.All,
                UsageDimensions.Platform | UsageDimensions.AccessTokenType,
                cancellationToken
            )
            .ConfigureAwait(false);
        return new FilterChoices(
            [
                .. UsageOperation
                    .Known.Concat(work.Select(static group => group.Operation ?? default))
                    .Distinct()
                    .Take(Most),
            ],
            Names(work, static group => group.Model),
            Names(origin, static group => group.Platform),
            Names(origin, static group => group.AccessTokenType),
            [.. (await questions.TagKeysAsync(cancellationToken).ConfigureAwait(false)).Take(Most)]
        );
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<UsageGroup> groups, Func<UsageGroup, string?> name) =>
        [
            .. groups
                .Select(name)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Take(Most)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
}
