using GigaChat.Usage.Queries;

namespace GigaChat.Usage.Alerts;

/// <summary>Finds who and what made a difference, and writes it down.</summary>
internal static class Causes
{
    private const int Most = 3;
    private const int SearchedDays = 14;

    /// <summary>
    /// Gets the same time of the last day of the same kind: a working day is not compared with a holiday.
    /// </summary>
    public static UsageFilter Usual(UsageFilter period, TimeZoneInfo zone)
    {
        var day = ReportDays.DayOf(period.From!.Value, zone);
        var isOff = HourProfile.IsOff(day);
        var back = Enumerable
            .Range(1, SearchedDays)
            .Where(days => HourProfile.IsOff(day.AddDays(-days)) == isOff)
            .DefaultIfEmpty(7)
            .First();
        return period with { From = period.From.Value.AddDays(-back), To = period.To?.AddDays(-back) };
    }

    /// <summary>Adds what made the difference between a period and the usual one to a new alert.</summary>
    public static async Task<UsageAlertObservation> ExplainAsync(
        UsageAlertObservation observation,
        UsageAlertContext context,
        UsageAlertRule rule,
        UsageFilter period,
        UsageFilter comparedWith,
        CancellationToken cancellationToken
    )
    {
        var changes = await context
            .Usage.GetChangesAsync(period, comparedWith, DimensionsOf(rule), [.. rule.TagKeys], cancellationToken)
            .ConfigureAwait(false);
        var first = changes.By(UsageDimensions.User).FirstOrDefault(static change => !change.IsRemainder);
        var model = changes.By(UsageDimensions.Model).FirstOrDefault(static change => !change.IsRemainder);
        var tag = changes.Tags is [var leading, ..] ? leading : null;
        var value = tag?.Changes.FirstOrDefault(static change =>
            change is { IsRemainder: false, Keys.TagValue: not null }
        );
        var users = Top(changes, changes.By(UsageDimensions.User))
            .Take(Most)
            .Select(static change => change.Keys.UserId);
        return observation with
        {
            English = Add(observation.English, AlertWords.English),
            Russian = Add(observation.Russian, AlertWords.Russian),
            Users =
                context.Options.IncludeUserIds || rule.IncludeUserNames
                    ? [.. observation.Users.Union(users.OfType<string>(), StringComparer.Ordinal)]
                    : observation.Users,
            Figures = With(
                observation.Figures,
                ("difference_rubles", changes.Difference),
                ("cause_user", first?.Keys.UserId is { } id && context.Options.IncludeUserIds ? id : null),
                ("cause_user_rubles", first?.Difference),
                ("cause_model", model?.Keys.Model),
                ("cause_model_rubles", model?.Difference),
                ("cause_tag", value is null ? null : $"{tag!.TagKey}={value.Keys.TagValue}"),
                ("cause_tag_rubles", value?.Difference)
            ),
        };

        UsageAlertText Add(UsageAlertText text, AlertWords words) =>
            text.And(Sentence(changes, context, rule, words), Table(changes, context, rule, words));
    }

    /// <summary>Gets the dimensions that a rule may name.</summary>
    public static UsageDimensions DimensionsOf(UsageAlertRule rule) =>
        UsageDimensions.User
        | UsageDimensions.Model
        | UsageDimensions.Operation
        | (rule.IncludeTopics ? UsageDimensions.Topic : 0);

    /// <summary>Writes the largest parts of a difference in one sentence.</summary>
    public static string Sentence(
        UsageChanges changes,
        UsageAlertContext context,
        UsageAlertRule rule,
        AlertWords words
    )
    {
        var parts = changes
            .Dimensions.Concat(changes.Tags)
            .Select(list =>
                Top(changes, list.Changes).FirstOrDefault() is { } change
                    ? $"{KindOf(change, list, words)} {NameOf(change, list, context, rule, words)} {words.Difference(change.Difference)}"
                    : null
            )
            .OfType<string>()
            .ToList();
        if (parts.Count == 0)
            return "";
        return words.Of(
            $"What made the difference of {words.Difference(changes.Difference)}: {string.Join(", ", parts)}.",
            $"Из чего разница {words.Difference(changes.Difference)}: {string.Join(", ", parts)}."
        );
    }

    private static string KindOf(UsageChange change, UsageChangeList list, AlertWords words) =>
        list.TagKey
        ?? (
            list.Dimension == UsageDimensions.User && change.Keys.UserId is null
                ? words.Of("calls", "вызовы")
                : words.Dimension(list.Dimension).ToLowerInvariant()
        );

    public static UsageAlertTable Table(
        UsageChanges changes,
        UsageAlertContext context,
        UsageAlertRule rule,
        AlertWords words
    )
    {
        return new UsageAlertTable
        {
            Caption = words.Of("What made the difference", "Из чего сложилась разница"),
            Columns =
            [
                words.Of("By", "Разрез"),
                words.Of("Name", "Название"),
                words.Of("Before", "Было"),
                words.Of("Now", "Стало"),
                words.Of("Difference", "Разница"),
            ],
            Rows =
            [
                .. changes
                    .Dimensions.Concat(changes.Tags)
                    .SelectMany(list =>
                        Top(changes, list.Changes)
                            .Take(Most)
                            .Select(change =>
                                (IReadOnlyList<string>)
                                    [
                                        list.TagKey ?? words.Dimension(list.Dimension),
                                        NameOf(change, list, context, rule, words),
                                        words.Rubles(change.RublesBefore),
                                        words.Rubles(change.Rubles),
                                        words.Difference(change.Difference),
                                    ]
                            )
                    ),
            ],
        };
    }

    public static string NameOf(
        UsageChange change,
        UsageChangeList list,
        UsageAlertContext context,
        UsageAlertRule rule,
        AlertWords words
    )
    {
        if (change.IsRemainder)
            return words.Of("not itemised", "без разбивки");
        if (list.TagKey is not null)
            return change.Keys.TagValue ?? words.Of("without a value", "без значения");
        var dimension = list.Dimension;
        if (dimension == UsageDimensions.User)
            return context.NameOf(
                rule,
                change.Keys.UserId,
                change.Keys.UserName,
                words.IsRussian ? UsageAlertLanguage.Russian : UsageAlertLanguage.English
            );
        return change.KeyOf(dimension) is not { Length: > 0 } key ? words.Of("unknown", "неизвестно")
            : dimension == UsageDimensions.AccessToken ? Labels.Of(key)
            : dimension == UsageDimensions.Operation ? words.Operation(new UsageOperation(key))
            : key;
    }

    public static IReadOnlyDictionary<string, string> With(
        IReadOnlyDictionary<string, string> figures,
        params ReadOnlySpan<(string Name, object? Value)> more
    )
    {
        var all = new Dictionary<string, string>(figures, StringComparer.Ordinal);
        foreach (var (name, value) in AlertTexts.Figures(more))
            all[name] = value;
        return all;
    }

    /// <summary>Gets the changes in the direction of the whole, the largest first.</summary>
    private static IEnumerable<UsageChange> Top(UsageChanges changes, IReadOnlyList<UsageChange> list) =>
        list.Where(change => change.Difference != 0 && change.Difference > 0 == changes.Difference > 0);
}
