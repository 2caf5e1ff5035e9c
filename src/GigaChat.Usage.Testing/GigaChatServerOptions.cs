using System.Security.Cryptography.X509Certificates;
using GigaChat.Usage.Testing;

namespace GigaChat.Usage;

/// <summary>How the server behaves.</summary>
public sealed class GigaChatServerOptions
{
    /// <summary>The port of 127.0.0.1 to listen on; 0 takes a free one.</summary>
    /// <value>The default is 0.</value>
    public int Port { get; set; }

    /// <summary>The certificate to serve HTTPS with; plain HTTP when null.</summary>
    /// <value>The default is null.</value>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Whether calls need a bearer token that this server's OAuth endpoint gave out and that has not expired;
    /// the answer is 401 else.</summary>
    /// <value>The default is false.</value>
    public bool RequireAuthorization { get; set; }

    /// <summary>How long an access token lives.</summary>
    /// <value>The default is 30 minutes.</value>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How many calls that bill tokens may run at once; the answer is 429 above it. No limit when
    /// null.</summary>
    /// <value>The default is null.</value>
    public int? MaxParallelCalls { get; set; }

    /// <summary>The models there are; any other is answered with 404. A <c>-preview</c> of each exists too.</summary>
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

    /// <summary>The text that answers a prompt. Its result must depend on nothing but the prompt where token counts
    /// have to be repeatable.</summary>
    /// <value>The default is a few sentences chosen by the prompt.</value>
    public Func<string, string> Reply { get; set; } = Replies.To;

    /// <summary>Words the topic filter answers in the model's place to, with <c>finish_reason: blacklist</c>.</summary>
    /// <value>The default is empty.</value>
    public ISet<string> BlockedWords { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Finish reasons of version 2 by a word of the last message, such as <c>request_blacklist</c>; <c>error</c> and
    /// <c>function_call_error</c> bill nothing.
    /// </summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, string> FinishReasons { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many characters of the answer one chunk of a stream holds.</summary>
    /// <value>The default is 24.</value>
    public int CharactersPerChunk { get; set; } = 24;

    /// <summary>
    /// The prepaid tokens by family, for <c>/balance</c>; what is billed is taken off, and a family that has run out
    /// answers 402.
    /// Clear it to be on pay-as-you-go: <c>/balance</c> answers 403 and nothing runs out.
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

    /// <summary>The clock of the answers' dates and of the tokens' life.</summary>
    /// <value>The default is <see cref="System.TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
