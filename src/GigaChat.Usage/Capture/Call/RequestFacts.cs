namespace GigaChat.Usage.Capture;

/// <summary>The facts of a request body that gates decide by.</summary>
/// <param name="PromptTokens">The estimated prompt tokens of the part that could be read.</param>
/// <param name="IsComplete"><c>false</c> if there is a further part of unknown length.</param>
/// <param name="MaxCompletionTokens">The limit that the request sets; <c>null</c> if it sets none.</param>
/// <param name="HasCompletion"><c>true</c> if the response contains text that is billed.</param>
/// <param name="IsBodyUnseen"><c>true</c> if there is a body that could not be read.</param>
internal readonly record struct RequestFacts(
    long PromptTokens,
    bool IsComplete,
    long? MaxCompletionTokens,
    bool HasCompletion,
    bool IsBodyUnseen
);
