namespace GigaChat.Usage.AspNetCore;

/// <summary>What the filters of the list offer: the values with the most tokens. Those of a long-lived store come from its sums, never from its rows.</summary>
internal sealed record FilterChoices(
    IReadOnlyList<UsageOperation> Operations, IReadOnlyList<string> Models, IReadOnlyList<string> Platforms, IReadOnlyList<string> TokenTypes)
{
    private const int Most = 200;

    public static FilterChoices None { get; } = new(UsageOperation.Known, [], [], []);

    public static async Task<FilterChoices> LoadAsync(UsageQuestions questions, CancellationToken ct)
    {
        var operations = await GroupsAsync(UsageDimensions.Operation);
        return new FilterChoices(
            [.. UsageOperation.Known.Concat(operations.Select(static group => group.Operation ?? default)).Distinct()],
            Names(await GroupsAsync(UsageDimensions.Model), static group => group.Model),
            Names(await GroupsAsync(UsageDimensions.Platform), static group => group.Platform),
            Names(await GroupsAsync(UsageDimensions.AccessTokenType), static group => group.AccessTokenType));

        Task<IReadOnlyList<UsageGroup>> GroupsAsync(UsageDimensions by) => questions.AggregateAsync(UsageFilter.All, by, ct, Most);
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<UsageGroup> groups, Func<UsageGroup, string?> name) =>
        [.. groups.Select(name).OfType<string>().Order(StringComparer.OrdinalIgnoreCase)];
}
