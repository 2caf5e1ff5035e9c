namespace GigaChat.Usage;

/// <summary>Specifies the main component of a text; tokenizers treat each one differently.</summary>
public enum TextFormat
{
    /// <summary>Prose in Cyrillic.</summary>
    Cyrillic = 0,

    /// <summary>Prose in Latin script.</summary>
    Latin = 1,

    /// <summary>JSON, markdown, code, figures: digits, signs and other scripts are a fifth of it or more.</summary>
    Markup = 2,
}
