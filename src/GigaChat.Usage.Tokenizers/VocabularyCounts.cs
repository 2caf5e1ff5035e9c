namespace GigaChat.Usage.Tokenizers;

/// <summary>
/// The tokens of a text in OpenAI's public o200k vocabulary, by script, and the digits, which it groups differently.
/// </summary>
internal readonly record struct VocabularyCounts(int Cyrillic, int Latin, int Other, int Numbers, int FurtherDigits);
