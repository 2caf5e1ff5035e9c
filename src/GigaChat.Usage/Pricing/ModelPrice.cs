using System.Globalization;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>What a million tokens of a model family cost over a time, in rubles.</summary>
public sealed record ModelPrice
{
    /// <summary>As <see cref="Family"/>: every model that the book does not name, and calls whose model is
    /// unknown.</summary>
    public const string AnyModel = "*";

    /// <summary>The lowest price above zero that a book accepts; below it lie prices that were given for 1,000
    /// tokens.</summary>
    public const decimal MinRublesPerMillionTokens = 2m;

    /// <summary>The highest price that a book accepts.</summary>
    public const decimal MaxRublesPerMillionTokens = 100_000m;

    /// <summary>
    /// The family's name, such as <c>GigaChat-Pro</c>, with a reseller before it where it is the reseller's price
    /// (<c>cloud.ru/GigaChat-2-Max</c>), or
    /// <see cref="AnyModel"/>. Letter case does not matter.
    /// </summary>
    public required string Family { get; init; }

    /// <summary>The first moment of the price; null when it holds since ever.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>The first moment that the price no longer holds; null when it holds until further notice.</summary>
    public DateTimeOffset? EffectiveTo { get; init; }

    /// <summary>Rubles for a million prompt tokens, those taken from the cache excepted.</summary>
    public required decimal PromptRublesPerMillionTokens { get; init; }

    /// <summary>Rubles for a million completion tokens.</summary>
    public required decimal CompletionRublesPerMillionTokens { get; init; }

    /// <summary>
    /// Rubles for a million prompt tokens taken from the provider's cache. For a reseller's model, whose total includes
    /// them, 0 stands for the price of
    /// other prompt tokens.
    /// </summary>
    /// <value>The default is 0: GigaChat's cache is free.</value>
    public decimal CachedPromptRublesPerMillionTokens { get; init; }

    /// <summary>What the price of a call in a batch is multiplied by, above 0 and at most 1.</summary>
    /// <value>The default is 1.</value>
    public decimal BatchMultiplier { get; init; } = 1m;

    /// <summary>The VAT, in percent, 0 to 50; 0 when none is charged, null when it is not known.</summary>
    /// <value>The default is null.</value>
    public decimal? VatPercent { get; init; }

    /// <summary>Whether the prices include the VAT; when not, a cost adds it.</summary>
    /// <value>The default is true.</value>
    public bool IsVatIncluded { get; init; } = true;

    /// <summary>Makes a price that is the same for prompt and completion tokens, with a free cache.</summary>
    /// <param name="family">The family's name.</param>
    /// <param name="rublesPerMillionTokens">Rubles for a million tokens.</param>
    /// <param name="effectiveFrom">The first moment of the price.</param>
    /// <param name="effectiveTo">The first moment that the price no longer holds.</param>
    /// <param name="batchMultiplier">What the price of a call in a batch is multiplied by.</param>
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

    /// <summary>Whether the price holds at a moment.</summary>
    /// <param name="at">The moment.</param>
    public bool IsEffective(DateTimeOffset at) => !(at < EffectiveFrom) && !(at >= EffectiveTo);

    /// <summary>Checks the price by itself.</summary>
    /// <exception cref="ArgumentException">The family is empty or names a build, or the price ends before it
    /// starts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A price or the batch multiplier is out of its range.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Family))
            throw new ArgumentException("A price must name its model family.", nameof(Family));
        if (ModelName.HasBuild(Family) || char.IsWhiteSpace(Family[0]) || char.IsWhiteSpace(Family[^1]))
            throw new ArgumentException(
                $"{this}: the family is named without a build, without spaces around it: {ModelName.WithoutBuild(Family)}.",
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
                $"{this}: the VAT lies between 0 and 50 percent; 22 percent is 22."
            );
        if (!IsVatIncluded && VatPercent is null)
            throw new ArgumentException(
                $"{this} does not include the VAT and does not say how much it is.",
                nameof(VatPercent)
            );
        if (BatchMultiplier is <= 0 or > 1)
            throw new ArgumentOutOfRangeException(
                nameof(BatchMultiplier),
                BatchMultiplier,
                $"{this}: the batch multiplier lies above 0 and at 1 at most; half price is 0.5."
            );
    }

    /// <summary>The price in words, for error messages: <c>The price of GigaChat-Pro from
    /// 2026-02-01T00:00:00+03:00</c>.</summary>
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
    /// Rubles for a sum of tokens, VAT included, 0 or more. Billed tokens that are known neither as prompt nor as
    /// completion tokens count at the dearer of
    /// the two prices; so does the whole total where prompt and completion exceed it. Where they do not, the formula is
    /// linear, so the cost of parts adds
    /// up to the cost of the whole.
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
        return rubles * (isBatch ? BatchMultiplier : 1m) * (IsVatIncluded ? 1m : VatFactor) / 1_000_000m;
    }

    /// <summary>The VAT within a cost that <see cref="RublesFor"/> told; null when the rate is not known.</summary>
    internal decimal? VatWithin(decimal rubles) => VatPercent is null ? null : rubles - (rubles / VatFactor);

    /// <summary>A reseller bills cached tokens as a part of the prompt, so a price that leaves them out does not give
    /// them away.</summary>
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
                    $"{this}: {name} must be 0 or {MinRublesPerMillionTokens} to {MaxRublesPerMillionTokens} rubles for a million tokens; is the price given for another number of tokens?"
                )
            );
        }
    }
}
