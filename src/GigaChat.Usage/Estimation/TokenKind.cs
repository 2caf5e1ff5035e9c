namespace GigaChat.Usage;

/// <summary>Specifies the use of a text; each use has different additional tokens.</summary>
public enum TokenKind
{
    /// <summary>The messages of a chat request, with the tokens of the chat template.</summary>
    Prompt = 0,

    /// <summary>The response, with its end token.</summary>
    Completion = 1,

    /// <summary>The inputs of an embeddings request.</summary>
    EmbeddingInput = 2,
}
