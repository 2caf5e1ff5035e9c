using System.Collections.Frozen;
using System.Text;
using GigaChat.Usage.Configuration;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage;

/// <summary>Prices by model family and time. Immutable.</summary>
/// <remarks>
/// A model is looked up without its build and without a provider prefix, not case-sensitively: under its own name, then
/// as an alias of a family, then without <c>-preview</c>, then under <see cref="ModelPrice.AnyModel"/>. A separate
/// price for a model (<c>GigaChat-2-Max</c>) therefore precedes that of its family (<c>GigaChat-Max</c>) while it is
/// effective; before and after, that of the family applies. A model that is not found has no price, which is never the
/// same as a price of zero.
/// </remarks>
public sealed class PriceBook
{
    private readonly FrozenDictionary<string, ModelPrice[]> _families;
    private readonly FrozenDictionary<string, string> _familyByName;
    private readonly KeyValuePair<string, string>[] _ownAliases;
    private readonly FrozenDictionary<string, string> _ownTargets;

    /// <summary>Initializes a new instance of the <see cref="PriceBook"/> class.</summary>
    /// <param name="name">The name of the book, which is shown with a cost.</param>
    /// <param name="prices">The prices, in any order.</param>
    /// <param name="aliases">Further names of families, in addition to those of GigaChat itself (<c>GigaChat-2-Pro</c>
    /// is <c>GigaChat-Pro</c>): the name of a model at a gateway as the key, a model or family as the value.</param>
    /// <exception cref="ArgumentException">A price is invalid (see <see cref="ModelPrice.Validate"/>), two prices of a
    /// family overlap, or the target of an alias has no price.</exception>
    public PriceBook(
        string name,
        IEnumerable<ModelPrice> prices,
        IEnumerable<KeyValuePair<string, string>>? aliases = null
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(prices);
        Name = name;
        Prices =
        [
            .. prices.Select(Checked).OrderBy(price => price.Family, StringComparer.OrdinalIgnoreCase).ThenBy(Start),
        ];
        Changes =
        [
            .. Prices
                .SelectMany(price => new[] { price.EffectiveFrom, price.EffectiveTo })
                .OfType<DateTimeOffset>()
                .Distinct()
                .Order(),
        ];
        _families = Prices
            .GroupBy(price => price.Family, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(family => family.Key, WithoutOverlap, StringComparer.OrdinalIgnoreCase);
        _ownAliases = [.. aliases ?? []];
        _familyByName = IndexNames();
        _ownTargets = _ownAliases
            .Select(static alias =>
                (Name: ModelName.WithoutBuild(alias.Key), Target: ModelName.WithoutBuild(alias.Value))
            )
            .GroupBy(static alias => alias.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(
                static alias => alias.Key,
                static alias => alias.Last().Target,
                StringComparer.OrdinalIgnoreCase
            );
    }

    /// <summary>
    /// The pay-as-you-go tariff of Sber for the GigaChat API, VAT included: Lite, Pro, Max and Embeddings, before and
    /// from 2026-02-01 (Moscow time), batches at half price. Models without a price published by Sber, such as
    /// <c>GigaChat-3-Ultra</c>, have none.
    /// </summary>
    public static PriceBook Sber { get; } = new("Sber", SberTariff.Prices);

    /// <summary>
    /// The reference formula: 1,000 rubles for 5,000,000 tokens, 0.0002 a token, for any model at any time.
    /// </summary>
    public static PriceBook Reference { get; } =
        new("Reference", [ModelPrice.Flat(ModelPrice.AnyModel, TokenCost.ReferenceRublesPerMillionTokens)]);

    /// <summary>
    /// The prices of Cloud.ru for GigaChat in Evolution Foundation Models, by prompt and completion, with an added VAT
    /// of 22 percent. Its families begin with <c>cloud.ru/</c>, so they apply only to calls to Cloud.ru. Use both lists
    /// with <c>PriceBook.Sber.With([.. PriceBook.CloudRu.Prices])</c>.
    /// </summary>
    /// <remarks>
    /// As published by users of Cloud.ru in autumn 2026: the prices are second-hand, and sources differ
    /// (<c>GigaChat-3-Pro</c> is 73.03 and 176.39 in another; the higher ones are used). Replace them with those of
    /// your contract. Other models have no price here.
    /// </remarks>
    public static PriceBook CloudRu { get; } = new("CloudRu", CloudRuTariff.Prices);

    /// <summary>
    /// The price books of the library by name, not case-sensitive: the allowed values of <c>BasedOn</c> in a loaded
    /// book.
    /// </summary>
    public static IReadOnlyDictionary<string, PriceBook> Named { get; } =
        new[] { Sber, Reference, CloudRu }.ToFrozenDictionary(book => book.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the book.</summary>
    public string Name { get; }

    /// <summary>The prices, by family and then by time.</summary>
    public IReadOnlyList<ModelPrice> Prices { get; }

    /// <summary>The moments at which some price starts or ends, earliest first.</summary>
    public IReadOnlyList<DateTimeOffset> Changes { get; }

    internal IReadOnlyList<KeyValuePair<string, string>> OwnAliases => _ownAliases;

    /// <summary>
    /// Reads a book: <c>{"Name": "Ours", "BasedOn": "Sber", "Aliases": {"gpt-4o": "GigaChat-2-Max"}, "Prices":
    /// [{"Family": "GigaChat-3-Pro", "EffectiveFrom": "2026-09-01", "PromptRublesPerMillionTokens": 103.7,
    /// "CompletionRublesPerMillionTokens": 250.47, "CachedPromptRublesPerMillionTokens": 0, "BatchMultiplier": 0.5,
    /// "VatPercent": 22, "IsVatIncluded": true}]}</c>.
    /// </summary>
    /// <remarks>
    /// <c>RublesPerMillionTokens</c> replaces a prompt and a completion price that are equal. A day begins at midnight
    /// in Moscow. A book that is <c>BasedOn</c> one of <see cref="Named"/> also has its prices, as with
    /// <see cref="With(ModelPrice[])"/>. The output of <see cref="ToJson"/> can be read.
    /// </remarks>
    /// <param name="json">The JSON text; comments and trailing commas are allowed.</param>
    /// <returns>The book.</returns>
    /// <exception cref="OptionsValidationException">A key is unknown or duplicate, a value cannot be read, a price is out of its
    /// range, two prices of a family overlap or leave a gap; the message names every such entry and the allowed
    /// values.</exception>
    public static PriceBook FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PriceBookReader.Read(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads a book from configuration, in the same form and as strictly as <see cref="FromJson"/>.</summary>
    /// <param name="configuration">The section that contains <c>Prices</c>.</param>
    /// <returns>The book.</returns>
    /// <exception cref="OptionsValidationException">As for <see cref="FromJson"/>.</exception>
    public static PriceBook FromConfiguration(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return PriceBookReader.Read(configuration);
    }

    /// <summary>Gets the book as JSON, to edit and to read again with <see cref="FromJson"/>.</summary>
    public string ToJson() => PriceBookWriter.Write(this);

    /// <summary>
    /// Finds the family in which a model is billed, even if the model has a separate price; <c>null</c> if the book has
    /// no price for it at any time.
    /// </summary>
    /// <param name="model">The name of a model, with or without its build; <c>null</c> if unknown.</param>
    public string? FindFamily(string? model)
    {
        var name = ModelName.WithoutBuild(model);
        if (
            _familyByName.TryGetValue(name, out var family)
            || _familyByName.TryGetValue(ModelName.WithoutPreview(name), out family)
        )
            return family;
        return _families.ContainsKey(ModelPrice.AnyModel) ? ModelPrice.AnyModel : null;
    }

    /// <summary>Finds the price of a model at a moment; <c>null</c> if it is missing.</summary>
    /// <param name="model">The name of a model, with or without its build; <c>null</c> if unknown.</param>
    /// <param name="at">The moment.</param>
    public ModelPrice? Find(string? model, DateTimeOffset at)
    {
        if (FindFamily(model) is not { } family)
            return null;
        if (family == ModelPrice.AnyModel)
            return Effective(family, at);
        var name = ModelName.WithoutBuild(model);
        return OfName(name, at) ?? OfName(ModelName.WithoutPreview(name), at) ?? Effective(family, at);
    }

    /// <summary>
    /// Gets the family of the prepaid tokens that a model uses, regardless of its prices: that of the book, then that
    /// of Sber. A package or a balance may be named by any model.
    /// </summary>
    internal string PrepaidFamilyOf(string? model) =>
        ModelName.FamilyOf(FindFamily(model) is { } family and not ModelPrice.AnyModel ? family : model);

    /// <summary>
    /// Creates a book of the same name with further prices. A new price ends the older open-ended one under the same
    /// name; the price of an alias (<c>GigaChat-2-Max</c>) applies only to that model, and the price of its family to
    /// the time before.
    /// </summary>
    /// <param name="prices">The further prices.</param>
    /// <returns>The new book.</returns>
    /// <exception cref="ArgumentException">As for the constructor.</exception>
    public PriceBook With(params ModelPrice[] prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return With(Name, prices, []);
    }

    internal PriceBook With(string name, ModelPrice[] prices, IEnumerable<KeyValuePair<string, string>> aliases)
    {
        prices = Array.ConvertAll(prices, Checked);
        return new PriceBook(name, Prices.Select(Ended).Concat(prices), [.. _ownAliases, .. aliases]);

        ModelPrice Ended(ModelPrice old) =>
            old.EffectiveTo is not null
                ? old
                : old with
                {
                    EffectiveTo = prices
                        .Where(price =>
                            string.Equals(price.Family, old.Family, StringComparison.OrdinalIgnoreCase)
                            && Start(price) > Start(old)
                        )
                        .Min(price => price.EffectiveFrom),
                };
    }

    /// <summary>The consecutive prices of a family with a gap between them.</summary>
    internal IEnumerable<(ModelPrice Earlier, ModelPrice Later)> Gaps() =>
        from family in _families.Values
        from pair in family.Zip(family.Skip(1))
        where pair.First.EffectiveTo < pair.Second.EffectiveFrom
        select pair;

    private ModelPrice? OfName(string name, DateTimeOffset at) =>
        Effective(name, at) ?? (_ownTargets.TryGetValue(name, out var target) ? Effective(target, at) : null);

    private ModelPrice? Effective(string name, DateTimeOffset at) =>
        _families.TryGetValue(name, out var prices) ? Array.Find(prices, price => price.IsEffective(at)) : null;

    private static DateTimeOffset Start(ModelPrice price) => price.EffectiveFrom ?? DateTimeOffset.MinValue;

    private static ModelPrice Checked(ModelPrice price)
    {
        ArgumentNullException.ThrowIfNull(price);
        price.Validate();
        return price with { Family = ModelName.WithoutBuild(price.Family) };
    }

    private static ModelPrice[] WithoutOverlap(IEnumerable<ModelPrice> prices)
    {
        ModelPrice[] family = [.. prices];
        foreach (var (earlier, later) in family.Zip(family.Skip(1)))
        {
            if (earlier.EffectiveTo is not { } end || end > Start(later))
                throw new ArgumentException($"Two prices of a family overlap: {earlier}, and {later}.", nameof(prices));
        }

        return family;
    }

    private FrozenDictionary<string, string> IndexNames()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (alias, family) in ModelName.Aliases.Where(alias => _families.ContainsKey(alias.Value)))
            names[alias] = family;

        // A model with a separate price remains in its family, if the book has that too.
        foreach (var name in _families.Keys)
            names[name] = _families.ContainsKey(ModelName.FamilyOf(name)) ? ModelName.FamilyOf(name) : name;
        foreach (var (alias, target) in _ownAliases)
        {
            var name = ModelName.WithoutBuild(alias);
            if (_families.ContainsKey(name))
                throw new ArgumentException(
                    $"The alias {alias} is itself a family of the price book {Name}.",
                    "aliases"
                );
            if (!names.TryGetValue(ModelName.WithoutBuild(target), out var family))
                throw new ArgumentException(
                    $"The alias {alias} refers to {target}, for which the price book {Name} has no price.",
                    "aliases"
                );
            names[name] = family;
        }

        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
