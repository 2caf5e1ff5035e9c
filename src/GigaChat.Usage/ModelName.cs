using System.Collections.Frozen;

namespace GigaChat.Usage;

/// <summary>The names of GigaChat models and the families in which they are billed.</summary>
/// <remarks>
/// A name is <c>[reseller/]model</c>. Any other prefix that a client or a gateway writes before the model
/// (<c>gigachat:</c>, <c>gigachat/</c>, <c>GigaChat/</c>, <c>ai-sage/</c>, <c>sber/</c>) does not show who bills the
/// call and is removed. A reseller is a domain, such as <c>cloud.ru</c>, and is kept: it has its own prices.
/// </remarks>
internal static class ModelName
{
    public const string Lite = "GigaChat";
    public const string Pro = "GigaChat-Pro";
    public const string Max = "GigaChat-Max";
    public const string Embeddings = "Embeddings";

    private const string PreviewSuffix = "-preview";

    /// <summary>
    /// Further names of the families by which Sber bills; a name that is not listed is its own family.
    /// </summary>
    /// <remarks>
    /// The API returns <c>Embeddings2</c> for a request for <c>Embeddings-2</c>. <c>EmbeddingsGigaR</c> and
    /// <c>GigaEmbeddings-3B-2025-09</c> are not listed: no published source states their price.
    /// </remarks>
    public static FrozenDictionary<string, string> Aliases { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["GigaChat-2"] = Lite,
            ["GigaChat-Lite"] = Lite,
            ["GigaChat-2-Lite"] = Lite,
            ["GigaChat-2-Pro"] = Pro,
            ["GigaChat-2-Max"] = Max,
            ["Embeddings-2"] = Embeddings,
            ["Embeddings2"] = Embeddings,
            ["Embeddings-3B-2025-09"] = Embeddings,
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Determines whether a name, without a prefix, is one of GigaChat: <c>GigaChat…</c>, <c>GigaCheck…</c>,
    /// <c>Embeddings…</c>.
    /// </summary>
    public static bool IsGigaChat(ReadOnlySpan<char> name) =>
        name.StartsWith("Giga", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Embeddings", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Gets the part of a name that is the model and its build: <c>GigaChat-2-Max:2.0.28.2</c> of
    /// <c>gigachat:GigaChat-2-Max:2.0.28.2</c>.
    /// </summary>
    public static ReadOnlySpan<char> WithoutProvider(ReadOnlySpan<char> name)
    {
        // The text after a separator is the model only if it is a GigaChat name; the text after the colon of
        // GigaChat:2.0.28.2 is a build.
        var model = name;
        for (var rest = name; rest.IndexOfAny('/', ':') is >= 0 and var cut; )
        {
            rest = rest[(cut + 1)..];
            if (IsGigaChat(rest))
                model = rest;
        }

        return model;
    }

    /// <summary>
    /// Gets the domain before the first slash: <c>cloud.ru</c> of <c>cloud.ru/GigaChat-2-Max</c>; empty for a name
    /// without one.
    /// </summary>
    public static ReadOnlySpan<char> ResellerOf(ReadOnlySpan<char> name)
    {
        var slash = name.IndexOf('/');
        return slash > 0 && name[..slash].Contains('.') ? name[..slash] : [];
    }

    /// <summary>Determines whether a model is sold by a reseller.</summary>
    public static bool IsResold(string? model) => model is not null && !ResellerOf(model).IsEmpty;

    /// <summary>Gets the name of a model sold by a reseller.</summary>
    public static string OfReseller(string reseller, string model) => $"{reseller}/{model}";

    /// <summary>Determines whether a name ends with a build: <c>GigaChat-2-Max:2.0.28.2</c>.</summary>
    public static bool HasBuild(string model) => WithoutProvider(model).Contains(':');

    /// <summary>
    /// Gets the name without its build and without a provider prefix: <c>GigaChat-2-Max</c> of
    /// <c>gigachat/GigaChat-2-Max:2.0.28.2</c>.
    /// </summary>
    public static string WithoutBuild(string? model)
    {
        if (string.IsNullOrEmpty(model))
            return "";
        var whole = model.AsSpan().Trim();
        var reseller = ResellerOf(whole);
        var name = WithoutProvider(reseller.IsEmpty ? whole : whole[(reseller.Length + 1)..]);
        var colon = name.IndexOf(':');
        name = (colon < 0 ? name : name[..colon]).Trim();
        if (reseller.IsEmpty)
            return name.Length == model.Length ? model : name.ToString();
        return reseller.Length + 1 + name.Length == model.Length ? model : $"{reseller}/{name}";
    }

    /// <summary>
    /// Gets the name of the model of a preview (<c>GigaChat-2-Pro-preview</c>); the name itself for any other model.
    /// </summary>
    public static string WithoutPreview(string name) =>
        name.EndsWith(PreviewSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^PreviewSuffix.Length] : name;

    /// <summary>Gets the family in which Sber bills a model; the name of the model itself if it is unknown.</summary>
    public static string FamilyOf(string? model)
    {
        var name = WithoutBuild(model);
        return Aliases.GetValueOrDefault(name)
            ?? Aliases.GetValueOrDefault(WithoutPreview(name))
            ?? WithoutPreview(name);
    }
}
