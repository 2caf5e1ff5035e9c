using GigaChat.Usage.Queries;

namespace GigaChat.Usage.Alerts;

/// <summary>Reads the figures of a digest and writes it in both languages.</summary>
internal sealed class DigestWriter(UsageAlertContext context, DigestAlertRule rule, DateOnly first, DateOnly next)
{
    private readonly TimeZoneInfo _zone = context.Usage.TimeZone;

    public static string Title(UsageDigestPeriod period, DateOnly first, AlertWords words) =>
        period switch
        {
            UsageDigestPeriod.Day => words.Of($"GigaChat on {words.Day(first)}", $"GigaChat за {words.Day(first)}"),
            UsageDigestPeriod.Week => words.Of(
                $"GigaChat from {words.Day(first)} to {words.Day(first.AddDays(6))}",
                $"GigaChat с {words.Day(first)} по {words.Day(first.AddDays(6))}"
            ),
            _ => words.Of(
                $"GigaChat from {words.Day(first)} to {words.Day(first.AddMonths(1).AddDays(-1))}",
                $"GigaChat с {words.Day(first)} по {words.Day(first.AddMonths(1).AddDays(-1))}"
            ),
        };

    public async Task<UsageAlertObservation> WriteAsync(
        UsageAlertObservation shell,
        CancellationToken cancellationToken
    )
    {
        var usage = context.Usage;
        var period = Between(first, next);
        var before =
            rule.Period == UsageDigestPeriod.Month
                ? Between(first.AddMonths(-1), first)
                : Between(first.AddDays(first.DayNumber - next.DayNumber), first);
        var changes = await usage
            .GetChangesAsync(period, before, Causes.DimensionsOf(rule), [.. rule.TagKeys], cancellationToken)
            .ConfigureAwait(false);
        var totals = await usage.GetTotalsAsync(period, cancellationToken).ConfigureAwait(false);
        var month = await usage.GetMonthOutlookAsync(cancellationToken).ConfigureAwait(false);
        var packages = context.Facts.Services is { Packages: { } service, TokenPackages.Count: > 0 }
            ? await service.GetStatusAsync(cancellationToken).ConfigureAwait(false)
            : [];
        var users = Top(List(changes, UsageDimensions.User));
        return shell with
        {
            English = Text(AlertWords.English),
            Russian = Text(AlertWords.Russian),
            Records = period,
            Users =
                context.Options.IncludeUserIds || rule.IncludeUserNames
                    ? [.. users.Select(static user => user.Keys.UserId).OfType<string>()]
                    : [],
            Figures = Causes.With(
                shell.Figures,
                ("rubles", changes.Cost.Rubles),
                ("rubles_before", changes.CostBefore.Rubles),
                ("tokens", changes.Cost.Tokens),
                ("calls", totals.Calls),
                ("estimated_tokens", totals.EstimatedTokens),
                ("unpriced_tokens", changes.Cost.UnpricedTokens),
                ("month_forecast_rubles", decimal.Round(month.Rubles.Expected, 2))
            ),
        };

        UsageAlertText Text(AlertWords words) =>
            AlertTexts
                .Text(
                    Title(rule.Period, first, words) + ": " + words.Rubles(changes.Cost.Rubles),
                    Spend(changes, totals, words),
                    Causes.Sentence(changes, context, rule, words),
                    Forecast(month, words),
                    totals.EstimatedTokens > 0
                        ? words.Of(
                            $"{words.Percent(totals.EstimatedShare)} of the tokens are estimates.",
                            $"Оценено {words.Percent(totals.EstimatedShare)} токенов."
                        )
                        : words.Of("Every token was reported by the API.", "Все токены сообщены API."),
                    changes.Cost.IsComplete
                        ? null
                        : words.Of(
                            $"{words.Tokens(changes.Cost.UnpricedTokens)} have no price and are not part of the cost ({string.Join(", ", changes.Cost.UnpricedModels)}).",
                            $"Без цены и не входят в стоимость: {words.Tokens(changes.Cost.UnpricedTokens)} ({string.Join(", ", changes.Cost.UnpricedModels)})."
                        )
                )
                .And(
                    "",
                    [
                        Table(
                            words.Of("Users with the highest cost", "Самые дорогие пользователи"),
                            List(changes, UsageDimensions.User),
                            words
                        ),
                        Table(
                            words.Of("Models with the highest cost", "Самые дорогие модели"),
                            List(changes, UsageDimensions.Model),
                            words
                        ),
                        .. changes.Tags.Select(list =>
                            Table(
                                words.Of(
                                    $"Values of {list.TagKey} with the highest cost",
                                    $"Самые дорогие значения {list.TagKey}"
                                ),
                                list,
                                words
                            )
                        ),
                        .. packages.Count == 0 ? [] : (UsageAlertTable[])[Packages(packages, words)],
                    ]
                );
    }

    private string Spend(UsageChanges changes, UsageTotals totals, AlertWords words)
    {
        var (now, then) = (changes.Cost.Rubles, changes.CostBefore.Rubles);
        var change = words.Change(then, now);
        var perDay = words.Rubles(now / (next.DayNumber - first.DayNumber));
        return words.Of(
            $"Spent {words.Rubles(now)}{(change is null ? "" : $", {change} on the period before ({words.Rubles(then)})")}; {perDay} a day, {words.Calls(totals.Calls)}, {words.Tokens(totals.Tokens)}.",
            $"Израсходовано {words.Rubles(now)}{(change is null ? "" : $", {change} к прошлому периоду ({words.Rubles(then)})")}; {perDay} в день, {words.Calls(totals.Calls)}, {words.Tokens(totals.Tokens)}."
        );
    }

    private string Forecast(UsageOutlook month, AlertWords words)
    {
        var last = ReportDays.DayOf(month.Until.AddTicks(-1), _zone);
        var band = month.Rubles is { Low80: { } low, High80: { } high }
            ? words.Of(
                $", {words.About(low)} to {words.About(high)} with a probability of 80%",
                $", с вероятностью 80\u00A0% от {words.About(low)} до {words.About(high)}"
            )
            : "";
        return words.Of(
            $"The month will cost about {words.About(month.Rubles.Expected)} by {words.Day(last)}{band}.",
            $"К {words.Day(last)} месяц обойдётся примерно в {words.About(month.Rubles.Expected)}{band}."
        );
    }

    private static UsageChangeList List(UsageChanges changes, UsageDimensions dimension) =>
        changes.Dimensions.Single(list => list.Dimension == dimension);

    private IReadOnlyList<UsageChange> Top(UsageChangeList list) =>
        [
            .. list
                .Changes.Where(static change => change.Tokens > 0)
                .OrderByDescending(static change => change.Rubles)
                .ThenByDescending(static change => change.Tokens)
                .Take(rule.Top),
        ];

    private UsageAlertTable Table(string caption, UsageChangeList list, AlertWords words) =>
        new()
        {
            Caption = caption,
            Columns =
            [
                list.TagKey ?? words.Dimension(list.Dimension),
                words.Of("Cost", "Стоимость"),
                words.Of("Change", "Изменение"),
                words.Of("Tokens", "Токены"),
                words.Of("Calls", "Вызовы"),
            ],
            Rows =
            [
                .. Top(list)
                    .Select(row =>
                        (IReadOnlyList<string>)
                            [
                                Causes.NameOf(row, list, context, rule, words),
                                words.Rubles(row.Rubles),
                                words.Difference(row.Difference),
                                words.Count(row.Tokens),
                                words.Count(row.Calls),
                            ]
                    ),
            ],
        };

    private static UsageAlertTable Packages(IReadOnlyList<TokenPackageFamilyStatus> packages, AlertWords words) =>
        new()
        {
            Caption = words.Of("Token packages", "Пакеты токенов"),
            Columns =
            [
                words.Of("Family", "Семейство"),
                words.Of("Tokens left", "Осталось токенов"),
                words.Of("Run-out date", "Закончится"),
                words.Of("Will expire unused", "Сгорит"),
            ],
            Rows =
            [
                .. packages.Select(family =>
                    (IReadOnlyList<string>)
                        [
                            family.Family,
                            words.Count(family.RemainingTokens),
                            family.RunsOutOn is { } day
                                ? words.Day(day)
                                : words.Of("not within a year", "не в ближайший год"),
                            words.Count(family.Packages.Sum(static package => package.WillExpireUnusedTokens)),
                        ]
                ),
            ],
        };

    private UsageFilter Between(DateOnly from, DateOnly to) =>
        new() { From = ReportDays.StartOf(from, _zone), To = ReportDays.StartOf(to, _zone) };
}
