namespace GigaChat.Usage.Testing;

/// <summary>
/// The names of models: a request has an alias, the response <c>alias:build</c>, and the tokens of a family are billed.
/// </summary>
internal static class ModelNames
{
    private const string Preview = "-preview";

    public static string WithoutBuild(string model) => model.Split(':')[0];

    public static bool Exists(ISet<string> models, string model)
    {
        var alias = WithoutBuild(model);
        return models.Contains(alias)
            || (alias.EndsWith(Preview, StringComparison.Ordinal) && models.Contains(alias[..^Preview.Length]));
    }

    /// <summary>Gets the <c>model</c> of the response; embeddings and checks have no build.</summary>
    public static string Answering(string model)
    {
        var alias = WithoutBuild(model);
        if (!alias.StartsWith("GigaChat", StringComparison.Ordinal))
            return alias is "Embeddings-2" ? "Embeddings2" : alias;
        return alias + (alias.StartsWith("GigaChat-3", StringComparison.Ordinal) ? ":32.3.18.5" : ":2.0.28.2");
    }

    public static bool IsEmbedder(string model) =>
        model.StartsWith("Embeddings", StringComparison.Ordinal)
        || model.StartsWith("GigaEmbeddings", StringComparison.Ordinal);

    /// <summary>Gets the entry of <c>/balance</c> that a model is billed to.</summary>
    public static string Family(string model) =>
        model switch
        {
            _ when IsEmbedder(model) => "embeddings",
            _ when model.Contains("-Max", StringComparison.Ordinal)
                    || model.Contains("-Ultra", StringComparison.Ordinal) => "GigaChat-Max",
            _ when model.Contains("-Pro", StringComparison.Ordinal) => "GigaChat-Pro",
            _ => "GigaChat",
        };
}
