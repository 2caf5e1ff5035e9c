using GigaChat.Usage.Configuration;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Pricing;

/// <summary>Reads a price book from settings, and rejects anything unknown.</summary>
internal static class PriceBookReader
{
    public static PriceBook Read(SettingNode node) => SettingProblems.Read(typeof(PriceBook), node, Read);

    public static PriceBook Read(ReadOnlyMemory<byte> json)
    {
        SettingNode node;
        try
        {
            node = SettingNode.Of(json);
        }
        catch (FormatException error)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(PriceBook), [error.Message]);
        }

        return Read(node);
    }

    private static PriceBook Read(SettingGroup root)
    {
        var basis = Basis(root);
        var name = root.Text(nameof(PriceBook.Name), required: basis is null) ?? basis?.Name ?? "unnamed";
        var aliases = root.Pairs("Aliases");
        var entries = root.Groups(nameof(PriceBook.Prices));
        ModelPrice[] prices = [.. entries.Select(Price).OfType<ModelPrice>()];
        root.RefuseOthers();
        if (entries.Count == 0 && basis is null)
            root.Problem($"{root.Here} contains no {nameof(PriceBook.Prices)}.");

        var book = basis is null ? new PriceBook(name, prices, aliases) : basis.With(name, prices, aliases);
        foreach (var (earlier, later) in book.Gaps())
            root.Problem(
                $"{root.Here}: there is a gap without a price between {earlier} and {later}; "
                    + "prices of a family must be consecutive."
            );
        return book;
    }

    private static PriceBook? Basis(SettingGroup root)
    {
        if (root.Text("BasedOn") is not { } names)
            return null;
        PriceBook? basis = null;
        foreach (var name in names.Split(',', StringSplitOptions.TrimEntries))
        {
            if (PriceBook.Named.TryGetValue(name, out var book))
                basis = basis is null ? book : basis.With([.. book.Prices]);
            else
                root.Problem(
                    $"{root.Here}: BasedOn is '{name}'; it must be one of "
                        + $"{string.Join(", ", PriceBook.Named.Keys.Order(StringComparer.Ordinal))}, "
                        + "or several separated by commas."
                );
        }

        return basis;
    }

    private static ModelPrice? Price(SettingGroup entry)
    {
        var family = entry.Text(nameof(ModelPrice.Family), required: true) ?? "";
        var flat = entry.Decimal("RublesPerMillionTokens");
        var prompt = entry.Decimal(nameof(ModelPrice.PromptRublesPerMillionTokens));
        var completion = entry.Decimal(nameof(ModelPrice.CompletionRublesPerMillionTokens));
        var price = new ModelPrice
        {
            Family = family,
            EffectiveFrom = entry.Moment(nameof(ModelPrice.EffectiveFrom)),
            EffectiveTo = entry.Moment(nameof(ModelPrice.EffectiveTo)),
            PromptRublesPerMillionTokens = flat ?? prompt ?? 0m,
            CompletionRublesPerMillionTokens = flat ?? completion ?? 0m,
            CachedPromptRublesPerMillionTokens = entry.Decimal(nameof(ModelPrice.CachedPromptRublesPerMillionTokens))
                ?? 0m,
            BatchMultiplier = entry.Decimal(nameof(ModelPrice.BatchMultiplier)) ?? 1m,
            VatPercent = entry.Decimal(nameof(ModelPrice.VatPercent)),
            IsVatIncluded = entry.Boolean(nameof(ModelPrice.IsVatIncluded)) ?? true,
        };
        entry.RefuseOthers();
        if (flat is null ? prompt is null || completion is null : prompt is not null || completion is not null)
        {
            entry.Problem(
                $"{entry.Here} ({family}) must have either RublesPerMillionTokens, "
                    + $"or both {nameof(ModelPrice.PromptRublesPerMillionTokens)} "
                    + $"and {nameof(ModelPrice.CompletionRublesPerMillionTokens)}, "
                    + $"each 0 or {ModelPrice.MinRublesPerMillionTokens} "
                    + $"to {ModelPrice.MaxRublesPerMillionTokens} rubles for a million tokens."
            );
        }

        return family.Length == 0 ? null : SettingProblems.Guard(entry, () =>
            {
                price.Validate();
                return price;
            });
    }
}
