namespace GigaChat.Usage;

/// <summary>What a text is for; each has its own tokens around the text.</summary>
public enum TokenKind
{
    /// <summary>The messages of a chat request, with the tokens of the chat template.</summary>
    Prompt = 0,

    /// <summary>The answer, with its end token.</summary>
    Completion = 1,

    /// <summary>The inputs of an embeddings request.</summary>
    EmbeddingInput = 2,
}
