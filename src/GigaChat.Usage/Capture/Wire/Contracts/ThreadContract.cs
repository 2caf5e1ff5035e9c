namespace GigaChat.Usage.Capture;

/// <summary>
/// <c>POST …/threads/…</c>, the assistants API of 2024: the chunks of its streams contain increments of usage.
/// </summary>
internal static class ThreadContract
{
    public static WireContract Instance { get; } =
        new()
        {
            Request = ChatContract.Instance.Request,
            Body = ChatContract.Instance.Body,
            Semantics = UsageSemantics.Increments,
        };
}
