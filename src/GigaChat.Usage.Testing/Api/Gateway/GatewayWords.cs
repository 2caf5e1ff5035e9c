namespace GigaChat.Usage.Testing;

/// <summary>GigaChat's finish reasons in the terms of other APIs, as gateways translate them.</summary>
internal static class GatewayWords
{
    /// <summary>Gets the reason of an incomplete response in OpenAI's terms; null when it is complete.</summary>
    public static string? IncompleteReason(ChatReply reply) =>
        reply.FinishReason switch
        {
            "length" => "max_output_tokens",
            "blacklist" => "content_filter",
            _ => null,
        };

    public static string OfCompletions(ChatReply reply) =>
        reply.FinishReason is "blacklist" ? "content_filter" : reply.FinishReason;

    public static string OfAnthropic(ChatReply reply) =>
        reply.FinishReason switch
        {
            "length" => "max_tokens",
            "blacklist" => "refusal",
            "function_call" => "tool_use",
            _ => "end_turn",
        };

    public static string OfGoogle(ChatReply reply) =>
        reply.FinishReason switch
        {
            "length" => "MAX_TOKENS",
            "blacklist" => "SAFETY",
            _ => "STOP",
        };
}
