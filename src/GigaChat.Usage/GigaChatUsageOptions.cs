using GigaChat.Usage.Configuration;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage;

/// <summary>The options of usage tracking. Configuration keys have the names of the properties.</summary>
public sealed class GigaChatUsageOptions
{
    private const int DefaultBatchSize = 1_000;

    private static readonly TimeSpan DefaultBatchDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The hosts of GigaChat; add the host of a gateway here. Sber's other hosts of GigaChat are tracked without an
    /// entry: names that begin with <c>gigachat</c> under <c>devices.sberbank.ru</c> (early access),
    /// <c>sberdevices.ru</c> and <c>sberdevices.delta.sbrf.ru</c> (B2Bank), and <c>beta.saluteai.sberdevices.ru</c>. A
    /// request is compared by the host of its address, then by its <c>Host</c> header, which service discovery does not
    /// change.
    /// </summary>
    /// <value>The default is <c>gigachat.devices.sberbank.ru</c> and <c>api.giga.chat</c>.</value>
    public IList<string> Hosts { get; } = ["gigachat.devices.sberbank.ru", "api.giga.chat"];

    /// <summary>
    /// The resellers of GigaChat and other models on separate hosts: the host as the key, and as the value a domain
    /// that names the seller. Calls are tracked when their model is GigaChat's, the record's model then begins with the
    /// seller's name (<c>cloud.ru/GigaChat-2-Max</c>), and cached tokens are part of the reported prompt, as in
    /// OpenAI's API.
    /// </summary>
    /// <value>The default is <c>foundation-models.api.cloud.ru</c> as <c>cloud.ru</c>, <c>polza.ai</c> and
    /// <c>api.polza.ai</c> as <c>polza.ai</c>.</value>
    public IDictionary<string, string> Resellers { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["foundation-models.api.cloud.ru"] = "cloud.ru",
            ["polza.ai"] = "polza.ai",
            ["api.polza.ai"] = "polza.ai",
        };

    /// <summary>
    /// <c>true</c> if calls to this machine (localhost, loopback addresses) are tracked when their model is GigaChat's,
    /// for a test server or gpt2giga; otherwise, <c>false</c>. Add <c>localhost</c> to <see cref="Hosts"/> to track
    /// them whatever the model.
    /// </summary>
    /// <value>The default is <c>true</c>.</value>
    public bool TrackLocalServers { get; set; } = true;

    /// <summary>
    /// <c>true</c> if every <see cref="System.Net.Http.IHttpClientFactory"/> client is tracked; otherwise,
    /// <c>false</c>: only those with <c>AddGigaChatUsageTracking()</c> on their builder.
    /// </summary>
    /// <value>The default is <c>true</c>.</value>
    public bool TrackAllClients { get; set; } = true;

    /// <summary>The platform of calls without one.</summary>
    /// <value>The default is null.</value>
    public string? Platform { get; set; }

    /// <summary>The storage of access tokens.</summary>
    /// <value>The default is <see cref="AccessTokenStorage.Fingerprint"/>.</value>
    [Named(
        nameof(AccessTokenStorage.Fingerprint),
        nameof(AccessTokenStorage.FingerprintWithPrefix),
        nameof(AccessTokenStorage.AsGiven)
    )]
    public AccessTokenStorage AccessTokens { get; set; }

    /// <summary>
    /// The application's secret key of the fingerprints of access tokens; at least 16 characters. Changing it changes
    /// every fingerprint.
    /// </summary>
    /// <value>The default is null: fingerprints are not keyed, so anyone with a token can find its records.</value>
    public string? FingerprintKey { get; set; }

    /// <summary>The time zone of days in reports, an IANA or Windows id.</summary>
    /// <value>The default is <c>Europe/Moscow</c>.</value>
    public string TimeZone { get; set; } = "Europe/Moscow";

    /// <summary>
    /// <c>true</c> if the metrics <c>gen_ai.client.token.usage</c> and <c>gigachat.usage.cost</c>, and the spans of
    /// calls, report estimates where the API reports no usage, marked with <c>gigachat.usage.source</c> =
    /// <c>estimated</c>; otherwise, <c>false</c>. Records have their estimates in either case.
    /// </summary>
    /// <value>The default is <c>false</c>.</value>
    public bool MeterEstimates { get; set; }

    /// <summary>The durability of a record between the end of its call and the store.</summary>
    /// <value>The default is <see cref="UsageDurability.Buffered"/>.</value>
    [Named(nameof(UsageDurability.Buffered), nameof(UsageDurability.Journaled))]
    public UsageDurability Durability { get; set; }

    /// <summary>
    /// A directory on a local disk that outlives the process, for the journal of
    /// <see cref="UsageDurability.Journaled"/> and for the records that the store rejects (see
    /// <see cref="UsageDeadLetters"/>), which are stored there with either durability. It is created when missing.
    /// Several processes may share it: each writes to a separate folder, and recovers those of processes that have
    /// ended.
    /// </summary>
    /// <value>The default is null: no journal, and rejected records are only in memory.</value>
    public string? JournalDirectory { get; set; }

    /// <summary>
    /// The maximum size of the journal of a process in bytes, 1,048,576 (1 MiB) to 1,099,511,627,776 (1 TiB). A record
    /// takes about 150 to 400 bytes. Further records wait only in memory, and are dropped when
    /// <see cref="QueueCapacity"/> of them wait; calls continue in either case.
    /// </summary>
    /// <value>The default is 268,435,456 (256 MiB), enough for about a million records.</value>
    [Within(1L << 20, 1L << 40)]
    public long JournalMaxBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// <c>true</c> if each record is on the disk before its call returns, so that it survives a power loss; otherwise,
    /// <c>false</c>: the operating system has the record, which survives any end of the process. Concurrent calls share
    /// one flush, but each then takes as long as the disk: milliseconds.
    /// </summary>
    /// <value>The default is <c>false</c>.</value>
    public bool JournalFlushToDisk { get; set; }

    /// <summary>
    /// The number of records that may wait for the store before further ones are dropped and counted, 1 to 10,000,000.
    /// </summary>
    /// <value>The default is 100,000, about 40 MB when full.</value>
    [Within(1, 10_000_000)]
    public int QueueCapacity { get; set; } = 100_000;

    /// <summary>The maximum number of records written at once, 1 to 100,000.</summary>
    /// <value>The default is 1,000, or what the store prefers (<see cref="IUsageBatching"/>): 20,000 with
    /// ClickHouse.</value>
    [Within(1, 100_000)]
    public int BatchSize
    {
        get => ChosenBatchSize ?? DefaultBatchSize;
        set => ChosenBatchSize = value;
    }

    /// <summary>The time a record waits for others to be written with, zero to one minute.</summary>
    /// <value>The default is 200 milliseconds, or what the store prefers (<see cref="IUsageBatching"/>): one second with
    /// ClickHouse.</value>
    [Within("00:00:00", "00:01:00")]
    public TimeSpan BatchDelay
    {
        get => ChosenBatchDelay ?? DefaultBatchDelay;
        set => ChosenBatchDelay = value;
    }

    /// <summary>The time limit of one write, after which it counts as failed, 100 milliseconds to 10 minutes.</summary>
    /// <value>The default is 30 seconds.</value>
    [Within("00:00:00.1", "00:10:00")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The wait after a first failed write, 1 millisecond to 1 minute; it doubles with each further failure.
    /// </summary>
    /// <value>The default is 500 milliseconds.</value>
    [Within("00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between two tries, at least <see cref="RetryDelay"/> and at most 1 hour.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The time limit for writing the waiting records at a stop, zero to 10 minutes.</summary>
    /// <value>The default is 20 seconds.</value>
    [Within("00:00:00", "00:10:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The batch size that the application set; null when it set none.</summary>
    internal int? ChosenBatchSize { get; private set; }

    /// <summary>The batch delay that the application set; null when it set none.</summary>
    internal TimeSpan? ChosenBatchDelay { get; private set; }
}
