namespace GigaChat.Usage.Benchmarks.Wire;

/// <summary>A prompt of about 500 bytes.</summary>
internal static class ChatRequest
{
    public const string System = "Ты помощник покупателя. Отвечай коротко и по делу, без приветствий.";

    public const string User =
        "Сравни два электрических чайника на полтора и на два литра: что выбрать семье из трёх человек и почему?";

    public static Uri BaseAddress { get; } = new("http://localhost/api/v1");

    public static Uri Address { get; } = new("http://localhost/api/v1/chat/completions");

    public static string Body { get; } = Write(stream: false);

    public static string StreamBody { get; } = Write(stream: true);

    private static string Write(bool stream) =>
        $$"""{"model":"GigaChat-2-Pro","temperature":0.7,"max_tokens":1024,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"system","content":"{{System}}"},{"role":"user","content":"{{User}}"}]}""";
}
