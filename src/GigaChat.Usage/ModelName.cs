using System.Collections.Frozen;

namespace GigaChat.Usage;

/// <summary>GigaChat's model names and the families they are billed in.</summary>
/// <remarks>
/// A name is <c>[reseller/]model</c>. Whatever else a client or a gateway writes before the model (<c>gigachat:</c>,
/// <c>gigachat/</c>,
/// <c>GigaChat/</c>, <c>ai-sage/</c>, <c>sber/</c>) reports nothing about who bills the call and is left out. A
/// reseller is a domain, such as
/// <c>cloud.ru</c>, and stays: its prices are its own.
/// </remarks>
internal static class ModelName
{
    public const string Lite = "GigaChat";
    public const string Pro = "GigaChat-Pro";
    public const string Max = "GigaChat-Max";
    public const string Embeddings = "Embeddings";

    private const string PreviewSuffix = "-preview";

    /// <summary>Further names of the families that Sber bills by; a name not listed is a family of its own.</summary>
    /// <remarks>
    /// The API answers <c>Embeddings2</c> to a request for <c>Embeddings-2</c>. <c>EmbeddingsGigaR</c> and
    /// <c>GigaEmbeddings-3B-2025-09</c> are
    /// not here: no published source states their price.
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

    /// <summary>Whether a name, without anything before it, is one of GigaChat's: <c>GigaChat…</c>, <c>GigaCheck…</c>,
    /// <c>Embeddings…</c>.</summary>
    public static bool IsGigaChat(ReadOnlySpan<char> name) =>
        name.StartsWith("Giga", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Embeddings", StringComparison.OrdinalIgnoreCase);

    /// <summary>The part of a name that is the model and its build: <c>GigaChat-2-Max:2.0.28.2</c> of
    /// <c>gigachat:GigaChat-2-Max:2.0.28.2</c>.</summary>
    public static ReadOnlySpan<char> WithoutProvider(ReadOnlySpan<char> name)
    {
        // What follows a separator is the model only where it is a name of GigaChat's; behind the colon of
        // GigaChat:2.0.28.2 stands a build.
        var model = name;
        for (var rest = name; rest.IndexOfAny('/', ':') is >= 0 and var cut; )
        {
            rest = rest[(cut + 1)..];
            if (IsGigaChat(rest))
                model = rest;
        }

        return model;
    }

    /// <summary>The domain before the first slash: <c>cloud.ru</c> of <c>cloud.ru/GigaChat-2-Max</c>; empty for a name
    /// that has none.</summary>
    public static ReadOnlySpan<char> ResellerOf(ReadOnlySpan<char> name)
    {
        var slash = name.IndexOf('/');
        return slash > 0 && name[..slash].Contains('.') ? name[..slash] : [];
    }

    /// <summary>Whether a model is a reseller's.</summary>
    public static bool IsResold(string? model) => model is not null && !ResellerOf(model).IsEmpty;

    /// <summary>The name of a reseller's model.</summary>
    public static string OfReseller(string reseller, string model) => $"{reseller}/{model}";

    /// <summary>Whether a name ends in a build: <c>GigaChat-2-Max:2.0.28.2</c>.</summary>
    public static bool HasBuild(string model) => WithoutProvider(model).Contains(':');

    /// <summary>The name without its build and without a provider before it: <c>GigaChat-2-Max</c> of
    /// <c>gigachat/GigaChat-2-Max:2.0.28.2</c>.</summary>
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

    /// <summary>The name of the model that a preview (<c>GigaChat-2-Pro-preview</c>) is a preview of; the name itself
    /// for any other.</summary>
    public static string WithoutPreview(string name) =>
        name.EndsWith(PreviewSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^PreviewSuffix.Length] : name;

    /// <summary>The family that Sber bills a model in; the model's own name when it is none of the known
    /// ones.</summary>
    public static string FamilyOf(string? model)
    {
        var name = WithoutBuild(model);
        return Aliases.GetValueOrDefault(name)
            ?? Aliases.GetValueOrDefault(WithoutPreview(name))
            ?? WithoutPreview(name);
    }
}
