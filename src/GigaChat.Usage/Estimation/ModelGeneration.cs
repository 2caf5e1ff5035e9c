namespace GigaChat.Usage.Estimation;

/// <summary>Models whose tokenizers cut texts alike.</summary>
internal enum ModelGeneration
{
    /// <summary>
    /// The builds until 2025 (1.0.x, 2.2.x, 3.1.x), and Embeddings. Of names without a build GigaChat-Pro, -Max and
    /// -Plus, which every such build had that was seen;
    /// generation 2 answers to these names too, with its build.
    /// </summary>
    First,

    /// <summary>
    /// GigaChat-2 and the plain name (builds 2.0.28 and later): long pieces of Russian words, digits in groups.
    /// </summary>
    Second,

    /// <summary>
    /// GigaChat-3 (builds 32.x) and everything that is not known: Russian as in the second, a token a digit.
    /// </summary>
    Third,
}
