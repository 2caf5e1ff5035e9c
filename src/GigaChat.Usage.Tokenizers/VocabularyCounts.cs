namespace GigaChat.Usage.Tokenizers;

/// <summary>
/// What OpenAI's public o200k vocabulary makes of a text, by script, and the digits, which it groups in its own way.
/// </summary>
internal readonly record struct VocabularyCounts(int Cyrillic, int Latin, int Other, int Numbers, int FurtherDigits);
