using System.Collections.Frozen;

namespace GigaChat.Usage;

/// <summary>GigaChat's model names and the families they are billed in.</summary>
internal static class ModelName
{
    public const string Lite = "GigaChat";
    public const string Pro = "GigaChat-Pro";
    public const string Max = "GigaChat-Max";
    public const string Embeddings = "Embeddings";

    private const string PreviewSuffix = "-preview";

    /// <summary>Further names of the families that Sber bills by; a name not listed is a family of its own.</summary>
    public static FrozenDictionary<string, string> Aliases { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["GigaChat-2"] = Lite,
        ["GigaChat-Lite"] = Lite,
        ["GigaChat-2-Lite"] = Lite,
        ["GigaChat-2-Pro"] = Pro,
        ["GigaChat-2-Max"] = Max,
        ["Embeddings-2"] = Embeddings,
        ["EmbeddingsGigaR"] = Embeddings,
        ["GigaEmbeddings-3B-2025-09"] = Embeddings,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name without its build: <c>GigaChat-2-Max</c> of <c>GigaChat-2-Max:2.0.28.2</c>.</summary>
    public static string WithoutBuild(string? model)
    {
        if (string.IsNullOrEmpty(model))
            return "";
        var colon = model.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 ? model : model[..colon]).Trim();
    }

    /// <summary>The name of the model that a preview (<c>GigaChat-2-Pro-preview</c>) is a preview of; the name itself for any other.</summary>
    public static string WithoutPreview(string name) =>
        name.EndsWith(PreviewSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^PreviewSuffix.Length] : name;

    /// <summary>The family that Sber bills a model in; the model's own name when it is none of the known ones.</summary>
    public static string FamilyOf(string? model)
    {
        var name = WithoutBuild(model);
        return Aliases.GetValueOrDefault(name) ?? Aliases.GetValueOrDefault(WithoutPreview(name)) ?? WithoutPreview(name);
    }
}
