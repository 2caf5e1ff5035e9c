using GigaChat.Usage.Budgets;
using GigaChat.Usage.Capture;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GigaChat.Usage;

/// <summary>Keeps the balances that <c>GET /balance</c> answered, and holds their fall against our records: what does
/// not pass through the handler shows.</summary>
/// <remarks>
/// A handler that knows of this service takes every balance the application asks for; <see cref="PollAsync"/> asks for
/// one. A call counts by when it
/// was sent and the provider takes its tokens when it ends, so calls on their way during a snapshot blur the two by
/// their tokens: take snapshots at
/// quiet times, or compare long intervals.
/// </remarks>
public sealed partial class GigaChatBalance : IBalanceObserver
{
    private readonly GigaChatTokenUsage _usage;
    private readonly IUsageRecorder? _recorder;
    private readonly ILogger _logger;
    private readonly TokenPackage[] _packages;

    /// <summary>Makes the service.</summary>
    /// <param name="usage">Tells what was recorded.</param>
    /// <param name="recorder">What is flushed before a comparison; nothing when null.</param>
    /// <param name="logger">Where an alert is logged.</param>
    /// <param name="packages">The prepaid packages: one that is bought or expires between two snapshots is no alarm.
    /// None when null.</param>
    public GigaChatBalance(
        GigaChatTokenUsage usage,
        IUsageRecorder? recorder = null,
        ILogger<GigaChatBalance>? logger = null,
        IEnumerable<TokenPackage>? packages = null
    )
    {
        ArgumentNullException.ThrowIfNull(usage);
        _usage = usage;
        _recorder = recorder;
        _logger = logger ?? NullLogger<GigaChatBalance>.Instance;
        _packages = [.. packages ?? []];
    }

    /// <summary>Raised when a comparison finds that more calls bypassed the handler than the required coverage
    /// leaves.</summary>
    public event EventHandler<BalanceUncoveredEventArgs>? Uncovered;

    /// <summary>The snapshots, oldest first; the last 10,000 are kept, in memory.</summary>
    public IReadOnlyList<BalanceSnapshot> Snapshots => Seen.All;

    private BalanceSnapshots Seen { get; } = new();

    void IBalanceObserver.Observe(BalanceSnapshot snapshot) => Seen.Add(snapshot);

    /// <summary>Adds a snapshot that the application has got or kept by itself.</summary>
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

    /// <summary>Asks the provider for the balance and keeps the answer.</summary>
    /// <param name="client">The application's own client, which authenticates; its base address is that of the API,
    /// such as <c>https://api.giga.chat/v1/</c>.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The snapshot; on pay-as-you-go (403) one that says so.</returns>
    /// <exception cref="HttpRequestException">The provider could not be asked, or its answer is no balance.</exception>
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
                $"The answer to GET /balance is no balance (status {(int)response.StatusCode}).",
                null,
                response.StatusCode
            );
        Seen.Add(snapshot);
        return snapshot;
    }

    /// <summary>Holds the fall of the balance against our records, from the first snapshot of a time to its
    /// last.</summary>
    /// <param name="from">The first moment, inclusive; since the first snapshot when null.</param>
    /// <param name="to">The last moment, inclusive; to the last snapshot when null.</param>
    /// <param name="requiredCoverage">The coverage below which it is an alert, 0 to 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requiredCoverage"/> is not between 0 and
    /// 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="from"/> lies after <paramref name="to"/>.</exception>
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
                "The coverage lies between 0 and 1."
            );
        if (from > to)
            throw new ArgumentException($"The time starts ({from:O}) after it ends ({to:O}).", nameof(from));
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
        Message = "Records explain {Coverage:P1} of the {Drained} tokens the provider took of {Family}: {Bypassed} tokens did not pass through the handler; "
            + "{Underestimated} more are accounted for by cut streams."
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
