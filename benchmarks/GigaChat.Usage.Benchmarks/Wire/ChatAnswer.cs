using System.Text;

namespace GigaChat.Usage.Benchmarks.Wire;

/// <summary>Answers of chat completions, v1: about 2 KB of JSON, and a stream of about 200 bytes an event.</summary>
internal static class ChatAnswer
{
    /// <summary>How many events the stream has before <c>[DONE]</c>.</summary>
    public const int StreamChunks = 200;

    private const string Model = "GigaChat-2-Pro:2.0.28.2";
    private const long Created = 1768996171;

    private static readonly string[] Words =
    [
        "Для семьи ",
        "из трёх ",
        "человек ",
        "удобнее ",
        "чайник на ",
        "полтора литра: ",
        "он быстрее ",
        "закипает, ",
        "легче в руке ",
        "и тратит ",
        "меньше энергии. ",
        "Два литра ",
        "нужны, ",
        "если часто ",
        "приходят гости.\\n",
        "Смотрите также ",
        "на мощность ",
        "и защиту ",
        "от накипи. ",
    ];

    /// <summary>A whole response.</summary>
    public static byte[] Json { get; } =
        Encoding.UTF8.GetBytes(
            $$$"""{"choices":[{"message":{"content":"{{{Prose(90)}}}","role":"assistant"},"index":0,"finish_reason":"stop"}],"created":{{{Created}}},"model":"{{{Model}}}","object":"chat.completion","usage":{"prompt_tokens":71,"completion_tokens":248,"total_tokens":319,"precached_prompt_tokens":2}}"""
        );

    /// <summary>The stream's events, with the blank line that ends each; <c>[DONE]</c> is not among them.</summary>
    public static IEnumerable<byte[]> Events => Enumerable.Range(1, StreamChunks).Select(WriteEvent);

    public static ReadOnlySpan<byte> DoneEvent => "data: [DONE]\n\n"u8;

    private static string Prose(int words) =>
        string.Concat(Enumerable.Range(0, words).Select(i => Words[i % Words.Length]));

    private static byte[] WriteEvent(int number) =>
        Encoding.UTF8.GetBytes(
            number < StreamChunks
                ? $$"""data: {"choices":[{"delta":{"content":"{{Words[number % Words.Length]}}","role":"assistant"},"index":0}],"created":{{Created}},"model":"{{Model}}","object":"chat.completion"}"""
                    + "\n\n"
                : $$$"""data: {"choices":[{"delta":{"content":""},"index":0,"finish_reason":"stop"}],"created":{{{Created}}},"model":"{{{Model}}}","object":"chat.completion","usage":{"prompt_tokens":71,"completion_tokens":642,"total_tokens":713,"precached_prompt_tokens":2}}"""
                    + "\n\n"
        );
}
