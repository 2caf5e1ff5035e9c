using GigaChat.Usage.Budgets;
using GigaChat.Usage.Capture;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GigaChat.Usage;

/// <summary>
/// Stores the balances in responses to <c>GET /balance</c>, and compares their fall with the records: calls that do not
/// pass through the handler appear as a difference.
/// </summary>
/// <remarks>
/// A handler with this service stores every balance that the application requests; <see cref="PollAsync"/> requests
/// one. A call counts by its start, and the provider deducts its tokens when it ends, so calls in flight during a
/// snapshot shift their tokens between two intervals: take snapshots at quiet times, or compare long intervals.
/// The lines of a batch contain their time in whole seconds, so those of the second of a snapshot count before it.
/// </remarks>
public sealed partial class GigaChatBalance : IBalanceObserver
{
    private readonly GigaChatTokenUsage _usage;
    private readonly IUsageRecorder? _recorder;
    private readonly ILogger _logger;
    private readonly TokenPackage[] _packages;

    /// <summary>Initializes a new instance of the <see cref="GigaChatBalance"/> class.</summary>
    /// <param name="usage">The service that queries the records.</param>
    public GigaChatBalance(GigaChatTokenUsage usage)
        : this(usage, new GigaChatBalanceOptions()) { }

    /// <summary>Initializes a new instance of the <see cref="GigaChatBalance"/> class.</summary>
    /// <param name="usage">The service that queries the records.</param>
    /// <param name="options">The recorder, the packages and the logger.</param>
    public GigaChatBalance(GigaChatTokenUsage usage, GigaChatBalanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(options);
        _usage = usage;
        _recorder = options.Recorder;
        _logger = options.Logger ?? NullLogger<GigaChatBalance>.Instance;
        _packages = [.. options.Packages];
    }

    /// <summary>
    /// Occurs when a comparison finds that more tokens bypassed the handler than the required coverage allows.
    /// </summary>
    public event EventHandler<BalanceUncoveredEventArgs>? Uncovered;

    /// <summary>The snapshots, oldest first; the last 10,000 are kept, in memory.</summary>
    public IReadOnlyList<BalanceSnapshot> Snapshots => Seen.All;

    private BalanceSnapshots Seen { get; } = new();

    void IBalanceObserver.Observe(BalanceSnapshot snapshot) => Seen.Add(snapshot);

    /// <summary>Adds a snapshot that the application has received or stored itself.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public void Add(BalanceSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Seen.Add(
            snapshot with
            {
                Tokens = new Dictionary<string, decimal>(snapshot.Tokens, StringComparer.OrdinalIgnoreCase),
            }
        );
    }

    /// <summary>Requests the balance from the provider and stores it.</summary>
    /// <param name="client">The application's client, which authenticates; its base address is that of the API, such as
    /// <c>https://api.giga.chat/v1/</c>.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The snapshot; on pay-as-you-go (status 403) one marked as such.</returns>
    /// <exception cref="HttpRequestException">The request failed, or the response is no balance.</exception>
    public async Task<BalanceSnapshot> PollAsync(HttpClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("balance", UriKind.Relative));
        request.Options.Set(BalanceBody.IsPoll, true);
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = new BalanceBody();
        body.Add(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        var snapshot = body.Read((int)response.StatusCode, _usage.Now)
            ?? throw new HttpRequestException(
                $"The response to GET /balance is no balance (status {(int)response.StatusCode}).",
                null,
                response.StatusCode
            );
        Seen.Add(snapshot);
        return snapshot;
    }

    /// <summary>
    /// Compares the fall of the balance with the records, from the first snapshot of a time to its last.
    /// </summary>
    /// <param name="from">The first moment, inclusive; null for the first snapshot.</param>
    /// <param name="to">The last moment, inclusive; null for the last snapshot.</param>
    /// <param name="requiredCoverage">The coverage below which an alert is raised, 0 to 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requiredCoverage"/> is not between 0 and
    /// 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="from"/> is after <paramref name="to"/>.</exception>
    public async Task<BalanceReconciliation> ReconcileAsync(
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        double requiredCoverage = 0.99,
        CancellationToken cancellationToken = default
    )
    {
        if (requiredCoverage is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(requiredCoverage),
                requiredCoverage,
                "The coverage must be between 0 and 1."
            );
        if (from > to)
            throw new ArgumentException($"The start ({from:O}) must not be after the end ({to:O}).", nameof(from));
        if (_recorder is not null)
            await _recorder.FlushAsync(cancellationToken).ConfigureAwait(false);

        BalanceSnapshot[] all = [.. Seen.All.Where(snapshot => !(snapshot.At < from) && !(snapshot.At > to))];
        BalanceSnapshot[] snapshots = [.. all.Where(static snapshot => !snapshot.IsPayAsYouGo)];
        var result = new BalanceReconciliation
        {
            From = snapshots.Length > 1 ? snapshots[0].At : null,
            To = snapshots.Length > 1 ? snapshots[^1].At : null,
            IsPayAsYouGo = all.Length > 0 && all[^1].IsPayAsYouGo,
            Families = await new BalanceComparison(_usage, snapshots, _packages)
                .CompareAsync(cancellationToken)
                .ConfigureAwait(false),
            RequiredCoverage = requiredCoverage,
        };
        if (result.IsAlert)
        {
            foreach (var family in result.Families.Where(result.IsUncovered))
                LowCoverage(
                    _logger,
                    family.Coverage,
                    family.DrainedTokens,
                    family.Family,
                    family.BypassedTokens,
                    family.UnderestimatedTokens
                );
            Uncovered?.Invoke(this, new BalanceUncoveredEventArgs(result));
        }

        return result;
    }

    [LoggerMessage(
        EventId = 501,
        EventName = "BalanceUncovered",
        Level = LogLevel.Warning,
        Message = "Records explain {Coverage:P1} of the {Drained} tokens that the provider deducted for {Family}: {Bypassed} tokens did not pass through the handler; "
            + "{Underestimated} more can be explained by interrupted streams."
    )]
    private static partial void LowCoverage(
        ILogger logger,
        double coverage,
        decimal drained,
        string family,
        decimal bypassed,
        decimal underestimated
    );
}
