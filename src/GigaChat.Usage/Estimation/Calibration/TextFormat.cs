namespace GigaChat.Usage;

/// <summary>What a text is mostly made of; tokenizers treat each in a way of its own.</summary>
public enum TextFormat
{
    /// <summary>Prose in Cyrillic.</summary>
    Cyrillic = 0,

    /// <summary>Prose in Latin script.</summary>
    Latin = 1,

    /// <summary>JSON, markdown, code, figures: a fifth or more of it is digits, signs and other scripts.</summary>
    Markup = 2,
}
