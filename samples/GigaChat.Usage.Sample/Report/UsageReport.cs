using System.Globalization;

namespace GigaChat.Usage.Sample;

/// <summary>The spend, by every dimension of the queries.</summary>
internal sealed class UsageReport(GigaChatTokenUsage usage, Terminal terminal)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await TotalsAsync(cancellationToken);
        await OperationsAsync(cancellationToken);
        await CostAsync(cancellationToken);
        await TopUsersAsync(cancellationToken);
        await AccessTokenTypesAsync(cancellationToken);
        await DaysAsync(cancellationToken);
        await ForecastAsync(cancellationToken);
    }

    private async Task TotalsAsync(CancellationToken cancellationToken)
    {
        var totals = await usage.GetTotalsAsync(cancellationToken: cancellationToken);
        var cost = await usage.GetCostAsync(cancellationToken: cancellationToken);
        terminal.Table(
            "Totals",
            ["", "Calls", "Requests", "Tokens", "Prompt", "Completion", "Cached (free)", "Estimated", "Cost"],
            [
                [
                    "Since the first record",
                    Format.Count(totals.Calls),
                    Format.Count(totals.Count),
                    Format.Count(totals.Tokens),
                    Format.Count(totals.PromptTokens),
                    Format.Count(totals.CompletionTokens),
                    Format.Count(totals.CachedPromptTokens),
                    Format.Share(totals.EstimatedShare),
                    Format.Rubles(cost.Rubles),
                ],
            ]
        );
    }

    private async Task OperationsAsync(CancellationToken cancellationToken)
    {
        var week = await usage.GetStatisticsAsync(7, cancellationToken: cancellationToken);
        var month = await usage.GetStatisticsAsync(30, cancellationToken: cancellationToken);
        terminal.Table(
            "By operation",
            ["Operation", "7 days: requests", "tokens", "30 days: requests", "tokens", "share"],
            [
                .. month.ByOperation.Values.Select(
                    IReadOnlyList<string> (operation) =>
                    {
                        var lastWeek = week.ByOperation.GetValueOrDefault(operation.Operation);
                        return
                        [
                            operation.Operation.GetDisplayName(CultureInfo.InvariantCulture),
                            Format.Count(lastWeek?.Count ?? 0),
                            Format.Count(lastWeek?.Tokens ?? 0),
                            Format.Count(operation.Count),
                            Format.Count(operation.Tokens),
                            Format.Share(operation.Share),
                        ];
                    }
                ),
                [
                    "All",
                    Format.Count(week.TotalRequests),
                    Format.Count(week.TotalTokens),
                    Format.Count(month.TotalRequests),
                    Format.Count(month.TotalTokens),
                    "",
                ],
            ]
        );
    }

    private async Task CostAsync(CancellationToken cancellationToken)
    {
        var cost = await usage.GetCostAsync(cancellationToken: cancellationToken);
        terminal.Table(
            $"Cost by model ({cost.PriceBook})",
            ["Model", "Billed as", "Tokens", "Cost"],
            [
                .. cost.Lines.Select(
                    IReadOnlyList<string> (line) =>
                        [
                            line.Model ?? "unknown",
                            line.Family ?? "",
                            Format.Count(line.Tokens),
                            Format.Rubles(line.Rubles),
                        ]
                ),
                ["All", "", Format.Count(cost.Tokens), Format.Rubles(cost.Rubles)],
            ],
            textColumns: 2
        );
        if (!cost.IsComplete)
            terminal.Note(
                $"The sum is a lower bound: {Format.Count(cost.UnpricedTokens)} tokens of {string.Join(", ", cost.UnpricedModels)} have no price."
            );
    }

    private async Task TopUsersAsync(CancellationToken cancellationToken)
    {
        var users = await usage.GetTopUsersAsync(10, cancellationToken: cancellationToken);
        terminal.Table(
            "Top users",
            ["User", "Id", "Calls", "Tokens"],
            users.Select(
                IReadOnlyList<string> (user) =>
                    [user.UserName ?? "", user.UserId, Format.Count(user.Calls), Format.Count(user.Tokens)]
            ),
            textColumns: 2
        );
    }

    private async Task AccessTokenTypesAsync(CancellationToken cancellationToken)
    {
        var types = await usage.GetByAccessTokenTypeAsync(cancellationToken: cancellationToken);
        terminal.Table(
            "By type of access token",
            ["Type", "Calls", "Tokens"],
            types.Select(
                IReadOnlyList<string> (type) =>
                    [type.AccessTokenType ?? "none", Format.Count(type.Calls), Format.Count(type.Tokens)]
            )
        );
    }

    private async Task DaysAsync(CancellationToken cancellationToken)
    {
        var days = await usage.GetDailyAsync(30, cancellationToken: cancellationToken);
        terminal.Bars(
            $"Tokens by day ({usage.TimeZone.Id})",
            [.. days.Select(static day => (Format.Day(day.Day), day.Tokens))]
        );
    }

    private async Task ForecastAsync(CancellationToken cancellationToken)
    {
        var forecast = await usage.GetForecastAsync(cancellationToken: cancellationToken);
        terminal.Table(
            "Forecast",
            ["", "Tokens a day", "Tokens", "Cost"],
            [
                [
                    $"The next {forecast.ForecastDays} days, if they are like the last {forecast.BasedOnDays}",
                    Format.Count((long)forecast.TokensPerDay),
                    Format.Count(forecast.Tokens),
                    Format.Rubles(forecast.Rubles),
                ],
            ]
        );
    }
}
