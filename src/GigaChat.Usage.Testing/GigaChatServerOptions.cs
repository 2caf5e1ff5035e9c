using System.Security.Cryptography.X509Certificates;
using GigaChat.Usage.Testing;

namespace GigaChat.Usage;

/// <summary>The options of the server.</summary>
public sealed class GigaChatServerOptions
{
    /// <summary>The port of 127.0.0.1 to listen on; 0 for a free one.</summary>
    /// <value>The default is 0.</value>
    public int Port { get; set; }

    /// <summary>The certificate to serve HTTPS with; plain HTTP when null.</summary>
    /// <value>The default is null.</value>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>
    /// <c>true</c> if calls need a valid bearer token from this server's OAuth endpoint, so that others get status 401;
    /// otherwise, <c>false</c>.
    /// </summary>
    /// <value>The default is <c>false</c>.</value>
    public bool RequireAuthorization { get; set; }

    /// <summary>The lifetime of an access token.</summary>
    /// <value>The default is 30 minutes.</value>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The maximum number of concurrent calls that bill tokens, above which the response is 429; null for no limit.
    /// </summary>
    /// <value>The default is null.</value>
    public int? MaxParallelCalls { get; set; }

    /// <summary>The existing models; the response for any other is 404. A <c>-preview</c> of each exists too.</summary>
    /// <value>The default is the three generations of GigaChat, its embeddings and its checks.</value>
    public ISet<string> Models { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "GigaChat",
            "GigaChat-Plus",
            "GigaChat-Pro",
            "GigaChat-Max",
            "GigaChat-2",
            "GigaChat-2-Pro",
            "GigaChat-2-Max",
            "GigaChat-2-Reasoning",
            "GigaChat-3",
            "GigaChat-3-Lightning",
            "GigaChat-3-Pro",
            "GigaChat-3-Ultra",
            "Embeddings",
            "Embeddings-2",
            "EmbeddingsGigaR",
            "Embeddings-3B-2025-09",
            "GigaEmbeddings-3B-2025-09",
            "GigaCheckClassification",
            "GigaCheckDetection",
            "GigaFilter",
        };

    /// <summary>
    /// Creates the response text for a prompt. It must depend only on the prompt where token counts have to be
    /// repeatable.
    /// </summary>
    /// <value>The default is a few sentences chosen by the prompt.</value>
    public Func<string, string> Reply { get; set; } = Replies.To;

    /// <summary>
    /// The words to which the topic filter responds instead of the model, with <c>finish_reason: blacklist</c>.
    /// </summary>
    /// <value>The default is empty.</value>
    public ISet<string> BlockedWords { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Finish reasons of version 2 by a word of the last message, such as <c>request_blacklist</c>; <c>error</c> and
    /// <c>function_call_error</c> bill nothing.
    /// </summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, string> FinishReasons { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of characters of the response in one chunk of a stream.</summary>
    /// <value>The default is 24.</value>
    public int CharactersPerChunk { get; set; } = 24;

    /// <summary>
    /// The prepaid tokens by family, for <c>/balance</c>; billed tokens are deducted, and the response for a family
    /// that is used up is 402. Clear it for pay-as-you-go: <c>/balance</c> then returns 403 and nothing is used up.
    /// </summary>
    /// <value>The default is 10,000,000 each for GigaChat, GigaChat-Pro, GigaChat-Max and embeddings.</value>
    public IDictionary<string, long> Balance { get; } =
        new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["GigaChat"] = 10_000_000,
            ["GigaChat-Pro"] = 10_000_000,
            ["GigaChat-Max"] = 10_000_000,
            ["embeddings"] = 10_000_000,
        };

    /// <summary>The clock of the dates in responses and of the lifetime of tokens.</summary>
    /// <value>The default is <see cref="System.TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
