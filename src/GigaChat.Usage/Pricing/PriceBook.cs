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
/// A model is looked up without its build and without a provider before it, whatever its letter case: under its own
/// name, then as an alias of a
/// family, then without <c>-preview</c>, then under <see cref="ModelPrice.AnyModel"/>. So a price of one's own for a
/// model
/// (<c>GigaChat-2-Max</c>) precedes that of its family (<c>GigaChat-Max</c>) while it holds; before and after, the
/// family's holds. What is found nowhere
/// has no price, which is never the same as a price of zero.
/// </remarks>
public sealed class PriceBook
{
    private readonly FrozenDictionary<string, ModelPrice[]> _families;
    private readonly FrozenDictionary<string, string> _familyByName;
    private readonly KeyValuePair<string, string>[] _ownAliases;
    private readonly FrozenDictionary<string, string> _ownTargets;

    /// <summary>Makes a book.</summary>
    /// <param name="name">The book's name, to show beside a cost.</param>
    /// <param name="prices">The prices, in any order.</param>
    /// <param name="aliases">
    /// Further names of families, beside those that GigaChat itself has (<c>GigaChat-2-Pro</c> is <c>GigaChat-Pro</c>):
    /// the name a gateway gives
    /// a model as the key, a model or family as the value.
    /// </param>
    /// <exception cref="ArgumentException">A price is not sane (see <see cref="ModelPrice.Validate"/>), two of a family
    /// overlap, or an alias leads nowhere.</exception>
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
    /// Sber's pay-as-you-go tariff of the GigaChat API, VAT included: Lite, Pro, Max and Embeddings, before and from
    /// 2026-02-01 (Moscow time),
    /// batches at half price. Models whose price Sber has not published, such as <c>GigaChat-3-Ultra</c>, have none.
    /// </summary>
    public static PriceBook Sber { get; } = new("Sber", SberTariff.Prices);

    /// <summary>The reference formula: 1,000 rubles for 5,000,000 tokens, 0.0002 a token, of whatever model, at
    /// whatever time.</summary>
    public static PriceBook Reference { get; } =
        new("Reference", [ModelPrice.Flat(ModelPrice.AnyModel, TokenCost.ReferenceRublesPerMillionTokens)]);

    /// <summary>
    /// Cloud.ru's prices of GigaChat in Evolution Foundation Models, by prompt and completion, VAT of 22 percent on
    /// top. Its families begin with
    /// <c>cloud.ru/</c>, so they hold for calls to Cloud.ru alone. Use both lists with <c>PriceBook.Sber.With([..
    /// PriceBook.CloudRu.Prices])</c>.
    /// </summary>
    /// <remarks>
    /// As users of Cloud.ru published them in autumn 2026: second-hand, and sources differ (<c>GigaChat-3-Pro</c> is
    /// 73.03 and 176.39 in another; the
    /// dearer is taken). Replace them with those of your contract. Other models have no price here.
    /// </remarks>
    public static PriceBook CloudRu { get; } = new("CloudRu", CloudRuTariff.Prices);

    /// <summary>The lists that come with the library, by name, whatever its letter case: what <c>BasedOn</c> of a
    /// loaded book may say.</summary>
    public static IReadOnlyDictionary<string, PriceBook> Named { get; } =
        new[] { Sber, Reference, CloudRu }.ToFrozenDictionary(book => book.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The book's name.</summary>
    public string Name { get; }

    /// <summary>The prices, by family and then by time.</summary>
    public IReadOnlyList<ModelPrice> Prices { get; }

    /// <summary>The moments at which some price starts or ends, earliest first.</summary>
    public IReadOnlyList<DateTimeOffset> Changes { get; }

    internal IReadOnlyList<KeyValuePair<string, string>> OwnAliases => _ownAliases;

    /// <summary>
    /// Reads a book: <c>{"Name": "Ours", "BasedOn": "Sber", "Aliases": {"gpt-4o": "GigaChat-2-Max"}, "Prices":
    /// [{"Family": "GigaChat-3-Pro",
    /// "EffectiveFrom": "2026-09-01", "PromptRublesPerMillionTokens": 103.7, "CompletionRublesPerMillionTokens":
    /// 250.47,
    /// "CachedPromptRublesPerMillionTokens": 0, "BatchMultiplier": 0.5, "VatPercent": 22, "IsVatIncluded": true}]}</c>.
    /// </summary>
    /// <remarks>
    /// <c>RublesPerMillionTokens</c> stands for a prompt and a completion price that are the same. A day begins at
    /// midnight of Moscow. A book that
    /// is <c>BasedOn</c> one of <see cref="Named"/> has its prices too, as <see cref="With(ModelPrice[])"/> adds to
    /// them. What <see cref="ToJson"/> wrote is read back.
    /// </remarks>
    /// <param name="json">The JSON text; comments and trailing commas are allowed.</param>
    /// <exception cref="OptionsValidationException">
    /// A key is unknown or there twice, a value cannot be read, a price is out of its range, two prices of a family
    /// overlap or leave a gap; the
    /// message names every such entry and what is allowed.
    /// </exception>
    public static PriceBook FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PriceBookReader.Read(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads a book from configuration, in the shape and as strictly as <see cref="FromJson"/>.</summary>
    /// <param name="configuration">The section that holds <c>Prices</c>.</param>
    /// <exception cref="OptionsValidationException">As for <see cref="FromJson"/>.</exception>
    public static PriceBook FromConfiguration(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return PriceBookReader.Read(SettingNode.Of(configuration));
    }

    /// <summary>The book as JSON, to edit and to read again with <see cref="FromJson"/>.</summary>
    public string ToJson() => PriceBookWriter.Write(this);

    /// <summary>
    /// The family that a model is billed in, whether or not the model has a price of its own beside it; null when the
    /// book has no price for it at any time.
    /// </summary>
    /// <param name="model">A model's name, with or without its build; null when unknown.</param>
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

    /// <summary>The price of a model at a moment; null when it is missing.</summary>
    /// <param name="model">A model's name, with or without its build; null when unknown.</param>
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
    /// The family whose prepaid tokens a model uses, whatever its prices: that of the book, then Sber's. A package or a
    /// balance may be named by any model.
    /// </summary>
    internal string PrepaidFamilyOf(string? model) =>
        ModelName.FamilyOf(FindFamily(model) is { } family and not ModelPrice.AnyModel ? family : model);

    /// <summary>
    /// A book of the same name with further prices. A new price ends the older open-ended one under the same name; the
    /// price of an alias
    /// (<c>GigaChat-2-Max</c>) holds for that model alone, and its family's price for the time before.
    /// </summary>
    /// <param name="prices">The further prices.</param>
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

    /// <summary>The neighbours between which a family has no price.</summary>
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
                throw new ArgumentException(
                    $"Two prices hold at the same time: {earlier}, and {later}.",
                    nameof(prices)
                );
        }

        return family;
    }

    private FrozenDictionary<string, string> IndexNames()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (alias, family) in ModelName.Aliases.Where(alias => _families.ContainsKey(alias.Value)))
            names[alias] = family;

        // A model that has a price of its own stays in its family, where the book has that too.
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
                    $"The alias {alias} leads to {target}, for which the price book {Name} has no price.",
                    "aliases"
                );
            names[name] = family;
        }

        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
