using GigaChat.Usage.Configuration;
using Microsoft.Extensions.Configuration;

namespace GigaChat.Usage.Pricing;

/// <summary>Reads a price book from settings, and rejects anything unknown.</summary>
internal static class PriceBookReader
{
    public static SortedDictionary<string, SettingForm> BookForms { get; } =
        StrictBinder.Forms(
            (nameof(BookSettings.BasedOn), SettingForm.Text),
            (nameof(BookSettings.Name), SettingForm.Text),
            (nameof(BookSettings.Aliases), SettingForm.Map),
            (nameof(PriceBook.Prices), SettingForm.Groups)
        );

    public static SortedDictionary<string, SettingForm> PriceForms { get; } =
        StrictBinder.Forms(
            (nameof(PriceSettings.Family), SettingForm.Text),
            (nameof(PriceSettings.EffectiveFrom), SettingForm.Moment),
            (nameof(PriceSettings.EffectiveTo), SettingForm.Moment),
            (nameof(PriceSettings.RublesPerMillionTokens), SettingForm.Number),
            (nameof(PriceSettings.PromptRublesPerMillionTokens), SettingForm.Number),
            (nameof(PriceSettings.CompletionRublesPerMillionTokens), SettingForm.Number),
            (nameof(PriceSettings.CachedPromptRublesPerMillionTokens), SettingForm.Number),
            (nameof(PriceSettings.BatchMultiplier), SettingForm.Number),
            (nameof(PriceSettings.VatPercent), SettingForm.Number),
            (nameof(PriceSettings.IsVatIncluded), SettingForm.Flag)
        );

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The settings are no price book; the
    /// message names every invalid entry.</exception>
    public static PriceBook Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var path = (configuration as IConfigurationSection)?.Path ?? "";
        var book = SettingProblems.Guard(path, problems, () => Read(configuration, path, problems));
        SettingProblems.ThrowIfAny(typeof(PriceBook), problems);
        return book!;
    }

    public static PriceBook Read(ReadOnlyMemory<byte> json) => Read(JsonSettings.Read(json, typeof(PriceBook)));

    private static PriceBook Read(IConfiguration configuration, string path, List<string> problems)
    {
        var settings = new BookSettings();
        StrictBinder.Bind(
            configuration,
            settings,
            BookForms,
            static (part, target) => part.Bind(target, StrictBinder.Strict),
            problems
        );
        var basis = Basis(settings.BasedOn, path, problems);
        var name = settings.Name;
        if (basis is null && !SettingProblems.IsSet(name, path, nameof(settings.Name), problems))
            name = "unnamed";
        if (string.IsNullOrWhiteSpace(name))
            name = basis!.Name;

        var list = configuration.GetSection(nameof(PriceBook.Prices));
        var entries = SettingForm.Groups.ProblemOf(list) is null
            ? StrictBinder.BindList<PriceSettings>(
                list,
                PriceForms,
                static (part, target) => part.Bind(target, StrictBinder.Strict),
                problems
            )
            : [];
        if (entries.Count == 0 && basis is null)
            problems.Add($"{SettingProblems.Here(path)} contains no {nameof(PriceBook.Prices)}.");
        ModelPrice[] prices =
        [
            .. entries.Select(entry => Price(entry.Entry, entry.Path, problems)).OfType<ModelPrice>(),
        ];

        var aliases = settings.Aliases;
        var book = basis is null ? new PriceBook(name, prices, aliases) : basis.With(name, prices, aliases);
        foreach (var (earlier, later) in book.Gaps())
            problems.Add(
                $"{SettingProblems.Here(path)}: there is a gap without a price between {earlier} and {later}; "
                    + "prices of a family must be consecutive."
            );
        return book;
    }

    private static PriceBook? Basis(string? basedOn, string path, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(basedOn))
            return null;
        PriceBook? basis = null;
        foreach (var name in basedOn.Split(',', StringSplitOptions.TrimEntries))
        {
            if (PriceBook.Named.TryGetValue(name, out var book))
                basis = basis is null ? book : basis.With([.. book.Prices]);
            else
                problems.Add(
                    $"{SettingProblems.Here(path)}: BasedOn is '{name}'; it must be one of "
                        + $"{string.Join(", ", PriceBook.Named.Keys.Order(StringComparer.Ordinal))}, "
                        + "or several separated by commas."
                );
        }

        return basis;
    }

    private static ModelPrice? Price(PriceSettings entry, string path, List<string> problems)
    {
        var isNamed = SettingProblems.IsSet(entry.Family, path, nameof(entry.Family), problems);
        var (flat, prompt, completion) = (
            entry.RublesPerMillionTokens,
            entry.PromptRublesPerMillionTokens,
            entry.CompletionRublesPerMillionTokens
        );
        if (flat is null ? prompt is null || completion is null : prompt is not null || completion is not null)
            problems.Add(
                $"{path} ({entry.Family}) must have either {nameof(entry.RublesPerMillionTokens)}, "
                    + $"or both {nameof(entry.PromptRublesPerMillionTokens)} "
                    + $"and {nameof(entry.CompletionRublesPerMillionTokens)}, "
                    + $"each 0 or {ModelPrice.MinRublesPerMillionTokens} "
                    + $"to {ModelPrice.MaxRublesPerMillionTokens} rubles for a million tokens."
            );
        if (!isNamed)
            return null;
        return SettingProblems.Guard(path, problems, () =>
        {
            var price = new ModelPrice
            {
                Family = entry.Family!,
                EffectiveFrom = SettingMoment.Of(entry.EffectiveFrom),
                EffectiveTo = SettingMoment.Of(entry.EffectiveTo),
                PromptRublesPerMillionTokens = flat ?? prompt ?? 0m,
                CompletionRublesPerMillionTokens = flat ?? completion ?? 0m,
                CachedPromptRublesPerMillionTokens = entry.CachedPromptRublesPerMillionTokens ?? 0m,
                BatchMultiplier = entry.BatchMultiplier ?? 1m,
                VatPercent = entry.VatPercent,
                IsVatIncluded = entry.IsVatIncluded ?? true,
            };
            price.Validate();
            return price;
        });
    }

    /// <summary>The settings of a book; its prices are bound one by one.</summary>
    internal sealed class BookSettings
    {
        public string? BasedOn { get; set; }

        public string? Name { get; set; }

        public Dictionary<string, string> Aliases { get; } = new(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The settings of a price.</summary>
    internal sealed class PriceSettings
    {
        public string? Family { get; set; }

        public string? EffectiveFrom { get; set; }

        public string? EffectiveTo { get; set; }

        public decimal? RublesPerMillionTokens { get; set; }

        public decimal? PromptRublesPerMillionTokens { get; set; }

        public decimal? CompletionRublesPerMillionTokens { get; set; }

        public decimal? CachedPromptRublesPerMillionTokens { get; set; }

        public decimal? BatchMultiplier { get; set; }

        public decimal? VatPercent { get; set; }

        public bool? IsVatIncluded { get; set; }
    }
}
