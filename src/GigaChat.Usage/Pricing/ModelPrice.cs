using System.Globalization;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>The price of a million tokens of a model family in a period, in rubles.</summary>
public sealed record ModelPrice
{
    /// <summary>
    /// The <see cref="Family"/> for all models that the book does not name, and for calls with an unknown model.
    /// </summary>
    public const string AnyModel = "*";

    /// <summary>
    /// The lowest price above zero that a book accepts; lower prices are probably prices for 1,000 tokens.
    /// </summary>
    public const decimal MinRublesPerMillionTokens = 2m;

    /// <summary>The highest price that a book accepts.</summary>
    public const decimal MaxRublesPerMillionTokens = 100_000m;

    /// <summary>
    /// The name of the family, such as <c>GigaChat-Pro</c>, preceded by a reseller if it is the price of that reseller
    /// (<c>cloud.ru/GigaChat-2-Max</c>), or <see cref="AnyModel"/>. Not case-sensitive.
    /// </summary>
    public required string Family { get; init; }

    /// <summary>The first moment at which the price is effective; <c>null</c> if it has no start.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>The first moment at which the price is no longer effective; <c>null</c> if it has no end.</summary>
    public DateTimeOffset? EffectiveTo { get; init; }

    /// <summary>The price of a million prompt tokens in rubles, cached tokens excluded.</summary>
    public required decimal PromptRublesPerMillionTokens { get; init; }

    /// <summary>The price of a million completion tokens in rubles.</summary>
    public required decimal CompletionRublesPerMillionTokens { get; init; }

    /// <summary>
    /// The price in rubles of a million prompt tokens from the cache of the provider. For a model of a reseller, which
    /// includes them in the total, 0 means the price of other prompt tokens.
    /// </summary>
    /// <value>The default is 0: the cache of GigaChat is free.</value>
    public decimal CachedPromptRublesPerMillionTokens { get; init; }

    /// <summary>The factor for the price of a call in a batch, above 0 and at most 1.</summary>
    /// <value>The default is 1.</value>
    public decimal BatchMultiplier { get; init; } = 1m;

    /// <summary>The VAT in percent, 0 to 50; 0 if none is charged, <c>null</c> if it is not known.</summary>
    /// <value>The default is <c>null</c>.</value>
    public decimal? VatPercent { get; init; }

    /// <summary><c>true</c> if the prices include the VAT; otherwise, <c>false</c>: a cost adds it.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool IsVatIncluded { get; init; } = true;

    /// <summary>Creates a price that is the same for prompt and completion tokens, with a free cache.</summary>
    /// <param name="family">The name of the family.</param>
    /// <param name="rublesPerMillionTokens">The price of a million tokens in rubles.</param>
    /// <param name="effectiveFrom">The first moment at which the price is effective.</param>
    /// <param name="effectiveTo">The first moment at which the price is no longer effective.</param>
    /// <param name="batchMultiplier">The factor for the price of a call in a batch.</param>
    /// <returns>The price.</returns>
    public static ModelPrice Flat(
        string family,
        decimal rublesPerMillionTokens,
        DateTimeOffset? effectiveFrom = null,
        DateTimeOffset? effectiveTo = null,
        decimal batchMultiplier = 1m
    ) =>
        new()
        {
            Family = family,
            PromptRublesPerMillionTokens = rublesPerMillionTokens,
            CompletionRublesPerMillionTokens = rublesPerMillionTokens,
            EffectiveFrom = effectiveFrom,
            EffectiveTo = effectiveTo,
            BatchMultiplier = batchMultiplier,
        };

    /// <summary>Determines whether the price is effective at a moment.</summary>
    /// <param name="at">The moment.</param>
    /// <returns><c>true</c> if the price is effective; otherwise, <c>false</c>.</returns>
    public bool IsEffective(DateTimeOffset at) => !(at < EffectiveFrom) && !(at >= EffectiveTo);

    /// <summary>Validates the price by itself.</summary>
    /// <exception cref="ArgumentException">The family is empty or contains a build, or the price ends before it
    /// starts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A price or the batch multiplier is out of its range.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Family))
            throw new ArgumentException("A price must name its model family.", nameof(Family));
        if (ModelName.HasBuild(Family) || char.IsWhiteSpace(Family[0]) || char.IsWhiteSpace(Family[^1]))
            throw new ArgumentException(
                $"{this}: the family must have no build and no spaces around it: {ModelName.WithoutBuild(Family)}.",
                nameof(Family)
            );
        if (EffectiveFrom >= EffectiveTo)
            throw new ArgumentException($"{this} ends before it starts.", nameof(EffectiveTo));
        RequireSane(PromptRublesPerMillionTokens, nameof(PromptRublesPerMillionTokens));
        RequireSane(CompletionRublesPerMillionTokens, nameof(CompletionRublesPerMillionTokens));
        RequireSane(CachedPromptRublesPerMillionTokens, nameof(CachedPromptRublesPerMillionTokens));
        if (VatPercent is < 0 or > 50)
            throw new ArgumentOutOfRangeException(
                nameof(VatPercent),
                VatPercent,
                $"{this}: the VAT must be between 0 and 50 percent; 22 percent is 22."
            );
        if (!IsVatIncluded && VatPercent is null)
            throw new ArgumentException(
                $"{this} does not include the VAT and has no {nameof(VatPercent)}.",
                nameof(VatPercent)
            );
        if (BatchMultiplier is <= 0 or > 1)
            throw new ArgumentOutOfRangeException(
                nameof(BatchMultiplier),
                BatchMultiplier,
                $"{this}: the batch multiplier must be above 0 and at most 1; half price is 0.5."
            );
    }

    /// <summary>
    /// Gets a text for error messages: <c>The price of GigaChat-Pro from 2026-02-01T00:00:00+03:00</c>.
    /// </summary>
    public override string ToString()
    {
        var from = EffectiveFrom is { } start
            ? string.Create(CultureInfo.InvariantCulture, $" from {start:yyyy-MM-ddTHH:mm:sszzz}")
            : "";
        var to = EffectiveTo is { } end
            ? string.Create(CultureInfo.InvariantCulture, $" to {end:yyyy-MM-ddTHH:mm:sszzz}")
            : "";
        return $"The price of {Family}{from}{to}";
    }

    /// <summary>
    /// Gets the cost in rubles of a sum of tokens, VAT included, 0 or more. Billed tokens that are known neither as
    /// prompt nor as completion tokens have the higher of the two prices; so does the whole total if prompt and
    /// completion exceed it. Otherwise the formula is linear, so the cost of parts adds up to the cost of the whole.
    /// </summary>
    internal decimal RublesFor(
        long totalTokens,
        long promptTokens,
        long completionTokens,
        long cachedPromptTokens,
        bool isBatch
    )
    {
        var isResold = ModelName.IsResold(Family);
        if (!UsageParts.Fit(totalTokens, promptTokens, completionTokens, cachedPromptTokens, isResold))
            (promptTokens, completionTokens, cachedPromptTokens) = (0, 0, isResold ? 0 : cachedPromptTokens);
        var undividedTokens =
            (decimal)totalTokens - promptTokens - completionTokens - (isResold ? cachedPromptTokens : 0);
        var rubles =
            (promptTokens * PromptRublesPerMillionTokens)
            + (completionTokens * CompletionRublesPerMillionTokens)
            + (undividedTokens * Math.Max(PromptRublesPerMillionTokens, CompletionRublesPerMillionTokens))
            + (cachedPromptTokens * CachedPrice(isResold));
        if (isBatch)
            rubles *= BatchMultiplier;
        if (!IsVatIncluded)
            rubles *= VatFactor;
        return rubles / 1_000_000m;
    }

    /// <summary>
    /// Gets the VAT within a cost that <see cref="RublesFor"/> returned; <c>null</c> if the rate is not known.
    /// </summary>
    internal decimal? VatWithin(decimal rubles) => VatPercent is null ? null : rubles - (rubles / VatFactor);

    /// <summary>
    /// Gets the price of cached tokens. A reseller bills them as a part of the prompt, so a price without a cached
    /// price does not make them free.
    /// </summary>
    private decimal CachedPrice(bool isResold) =>
        isResold && CachedPromptRublesPerMillionTokens == 0
            ? PromptRublesPerMillionTokens
            : CachedPromptRublesPerMillionTokens;

    private decimal VatFactor => 1m + ((VatPercent ?? 0m) / 100m);

    private void RequireSane(decimal rubles, string name)
    {
        if (rubles is not 0 and (< MinRublesPerMillionTokens or > MaxRublesPerMillionTokens))
        {
            throw new ArgumentOutOfRangeException(
                name,
                rubles,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{this}: {name} must be 0 or {MinRublesPerMillionTokens} "
                        + $"to {MaxRublesPerMillionTokens} rubles for a million tokens, not another number of tokens."
                )
            );
        }
    }
}
