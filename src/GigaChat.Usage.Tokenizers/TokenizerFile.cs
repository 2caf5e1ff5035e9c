using Microsoft.ML.Tokenizers;

namespace GigaChat.Usage.Tokenizers;

/// <summary>Loads a tokenizer by the kind in its file's name.</summary>
internal static class TokenizerFile
{
    public static Tokenizer Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no tokenizer file {path}.", path);
        using var file = File.OpenRead(path);
        try
        {
            return Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".JSON" => TokenizerJson.Read(file),
                ".MODEL" => SentencePieceTokenizer.Create(file, addBeginningOfSentence: false, addEndOfSentence: false),
                ".TIKTOKEN" => TiktokenTokenizer.Create(file, preTokenizer: null, normalizer: null),
                var other => throw new NotSupportedException(
                    $"A tokenizer file is tokenizer.json, *.model or *.tiktoken, not *{other}."
                ),
            };
        }
        catch (Exception error) when (error is not NotSupportedException)
        {
            throw new InvalidDataException($"The tokenizer file {path} cannot be read: {error.Message}", error);
        }
    }
}
