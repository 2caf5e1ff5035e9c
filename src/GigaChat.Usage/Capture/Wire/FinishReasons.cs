namespace GigaChat.Usage.Capture;

/// <summary>
/// The meaning of the finish reasons of the wire, in the vocabulary of GigaChat v1 and v2, OpenAI, Anthropic and
/// Google.
/// </summary>
internal static class FinishReasons
{
    /// <summary>Determines whether the call has failed.</summary>
    public static bool IsError(string? reason) => reason is "error" or "function_call_error" or "failed";

    /// <summary>Determines whether a filter responded in place of the model.</summary>
    public static bool IsBlocked(string? reason) =>
        reason
            is "blacklist"
                or "request_blacklist"
                or "response_blacklist"
                or "request_filter"
                or "content_filter"
                or "refusal"
                or "SAFETY"
                or "PROHIBITED_CONTENT"
                or "BLOCKLIST"
                or "RECITATION"
                or "SPII"
                or "IMAGE_SAFETY";

    /// <summary>Determines whether a contract defines the reason.</summary>
    public static bool IsKnown(string reason) =>
        IsError(reason)
        || IsBlocked(reason)
        || reason
            is "stop"
                or "length"
                or "function_call"
                or "request_whitelist"
                or "tool_calls"
                or "completed"
                or "incomplete"
                or "cancelled"
                or "max_output_tokens"
                or "end_turn"
                or "max_tokens"
                or "stop_sequence"
                or "tool_use"
                or "pause_turn"
                or "STOP"
                or "MAX_TOKENS"
                or "LANGUAGE"
                or "OTHER"
                or "MALFORMED_FUNCTION_CALL"
                or "FINISH_REASON_UNSPECIFIED";
}
