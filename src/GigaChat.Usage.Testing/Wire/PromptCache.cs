using System.Collections.Concurrent;

namespace GigaChat.Usage.Testing;

/// <summary>
/// Caches the start of a session's last prompt, message by message: those tokens are free the next time.
/// </summary>
internal sealed class PromptCache
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _prompts = new(StringComparer.Ordinal);

    /// <summary>
    /// Gets the tokens of the messages that the prompt shares with the session's last one, and replaces that one.
    /// </summary>
    public long Take(string? sessionId, IReadOnlyList<string> messages)
    {
        if (sessionId is null)
            return 0;
        long cached = 0;
        if (_prompts.TryGetValue(sessionId, out var last))
        {
            foreach (var (before, now) in last.Zip(messages))
            {
                if (!string.Equals(before, now, StringComparison.Ordinal))
                    break;
                cached += Tokenizer.Count(now);
            }
        }

        _prompts[sessionId] = messages;
        return cached;
    }
}
