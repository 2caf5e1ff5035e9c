namespace GigaChat.Usage.Estimation;

/// <summary>Specifies models with tokenizers that split texts in the same way.</summary>
internal enum ModelGeneration
{
    /// <summary>
    /// The builds until 2025 (1.0.x, 2.2.x, 3.1.x), and Embeddings. Without a build, the names GigaChat-Pro, -Max and
    /// -Plus, which every observed build of this generation had; generation 2 also uses these names, with its own
    /// build.
    /// </summary>
    First,

    /// <summary>
    /// GigaChat-2 and the plain name (builds 2.0.28 and later): long pieces of Russian words, digits in groups.
    /// </summary>
    Second,

    /// <summary>
    /// GigaChat-3 (builds 32.x) and all unknown models: Russian as in the second generation, one token a digit.
    /// </summary>
    Third,
}
