using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>A model that was used in the last day has no price, so that costs and budgets in rubles lack it.</summary>
public sealed class PriceMissingAlertRule : UsageAlertRule
{
    /// <summary>Initializes a new instance of the <see cref="PriceMissingAlertRule"/> class.</summary>
    public PriceMissingAlertRule()
        : base("price-missing") => RepeatAfter = TimeSpan.FromDays(7);

    /// <inheritdoc />
    public override async ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        var facts = context.Facts;
        var tokens = new Dictionary<string, long>(StringComparer.Ordinal);
        var from = facts.Now.AddDays(-1);
        foreach (var (_, hour) in (await facts.HoursAsync(cancellationToken).ConfigureAwait(false)).From(from))
        {
            foreach (var (model, count) in hour.Unpriced)
                tokens[model] = tokens.GetValueOrDefault(model) + count;
        }

        return [.. tokens.Select(pair => Observe(pair.Key, pair.Value, from, context))];
    }

    private static UsageAlertObservation Observe(
        string model,
        long tokens,
        DateTimeOffset from,
        UsageAlertContext context
    )
    {
        var book = context.Usage.Prices.Name;
        return AlertTexts.Observe(
            model.Length > 0 ? model : "UNKNOWN",
            words =>
                AlertTexts.Text(
                    model.Length > 0
                        ? words.Of($"Model {model} has no price", $"У модели {model} нет цены")
                        : words.Of("Calls without a known model have no price", "У вызовов без модели нет цены"),
                    words.Of(
                        $"{words.Tokens(tokens)} in the last day are missing in every cost and in budgets in rubles. Add the model to the price book “{book}”.",
                        $"{words.Tokens(tokens)} за сутки не входят ни в стоимость, ни в бюджеты в рублях. Добавьте модель в прейскурант «{book}»."
                    )
                ),
            ("model", model),
            ("tokens", tokens),
            ("price_book", book)
        ) with
        {
            Records = new UsageFilter
            {
                From = from,
                To = context.Now.AddTicks(1),
                Model = model.Length > 0 ? model : null,
            },
        };
    }
}
