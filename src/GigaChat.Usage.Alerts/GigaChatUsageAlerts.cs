using GigaChat.Usage.Alerts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>Evaluates the rules of alerts and delivers notifications. A host does both in the background; a program
/// without one calls the methods itself. Safe for concurrent use.</summary>
public sealed class GigaChatUsageAlerts : IDisposable
{
    private readonly AlertServices _services;
    private readonly UsageAlertRule[] _rules;
    private readonly IUsageAlertStore _store;
    private readonly AlertDeliverer _deliverer;
    private readonly AlertHealth _health;
    private readonly AlertMetrics _metrics;
    private readonly ILogger _logger;
    private readonly FactsCache _cache;
    private readonly SemaphoreSlim _one = new(1);
    private readonly HashSet<UsageAlertKey> _known = [];

    internal GigaChatUsageAlerts(
        IServiceProvider services,
        UsageAlertOptions options,
        IEnumerable<UsageAlertRule> rules,
        IUsageAlertStore store,
        AlertDeliverer deliverer,
        AlertHealth health,
        AlertMetrics metrics,
        ILogger logger
    )
    {
        _services = new AlertServices(services);
        Options = options;
        _rules = [.. rules];
        _store = store;
        _deliverer = deliverer;
        _health = health;
        _metrics = metrics;
        _logger = logger;
        var window = _rules
            .OfType<SpendLimitAlertRule>()
            .Select(static rule => rule.Window ?? TimeSpan.Zero)
            .Append(TimeSpan.FromDays(1))
            .Max();
        var tagsWithBands = _rules
            .OfType<SpendBandAlertRule>()
            .SelectMany(static rule => rule.TagKeys)
            .ToHashSet(StringComparer.Ordinal);
        var limitedTags = _rules.OfType<SpendLimitAlertRule>().Select(static rule => rule.TagKey).OfType<string>();
        _cache = new FactsCache(
            _services.Usage,
            window,
            TopKeys,
            TokenPriceAlertRule.FewestCalls,
            [.. tagsWithBands.Union(limitedTags, StringComparer.Ordinal)],
            tagsWithBands
        );
    }

    /// <summary>The options.</summary>
    public UsageAlertOptions Options { get; }

    /// <summary>The rules.</summary>
    public IReadOnlyList<UsageAlertRule> Rules => _rules;

    /// <summary>The number of users, and of access tokens, with a forecast of their days.</summary>
    private static int TopKeys => 20;

    /// <summary>
    /// Evaluates every rule once, and stores what changed. A rule that throws is logged and leaves its alerts as they
    /// are.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The alerts that this evaluation opened, whichever process delivers them.</returns>
    /// <exception cref="Exception">The alert store cannot be used at present.</exception>
    public async Task<IReadOnlyList<UsageAlert>> EvaluateAsync(CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = _services.Time.GetUtcNow();
            var opened = await EvaluateAsync(now, cancellationToken).ConfigureAwait(false);
            _health.Evaluated(now);
            return opened;
        }
        catch (Exception error) when (!error.IsCancellationBy(cancellationToken))
        {
            if (_health.Failed(_services.Time.GetUtcNow(), error))
                AlertLog.StoreFailed(_logger, error.GetType().Name);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Attempts every notification that is due, at all sinks at the same time.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The number of notifications that were delivered.</returns>
    /// <exception cref="Exception">The alert store cannot be used at present.</exception>
    public Task<int> DeliverAsync(CancellationToken cancellationToken = default) =>
        _deliverer.DeliverAsync(cancellationToken);

    /// <summary>Gets the newest alerts, open ones first.</summary>
    /// <param name="count">The maximum number of alerts, 1 or more.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public ValueTask<IReadOnlyList<UsageAlert>> ListAsync(
        int count = 50,
        CancellationToken cancellationToken = default
    ) => _store.ListAsync(count, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<IReadOnlyList<UsageAlert>> EvaluateAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = new UsageAlertContext(new UsageFacts(_services, _cache, now), Options);
        var observed = new List<(UsageAlertRule Rule, UsageAlertObservation Observation)>();
        var evaluated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in _rules)
        {
            try
            {
                var found = await rule.EvaluateAsync(context, cancellationToken).ConfigureAwait(false);
                foreach (var observation in found)
                    observed.Add(
                        (rule, await ExplainAsync(rule, observation, cancellationToken).ConfigureAwait(false))
                    );
                evaluated.Add(rule.Name);
                _health.Succeeded(rule.Name);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                if (_health.Failed(rule.Name, now, error))
                    AlertLog.RuleFailed(_logger, rule.Name, error.GetType().Name);
            }
        }

        var byName = _rules.ToDictionary(static rule => rule.Name, StringComparer.Ordinal);
        var keys = observed.Select(static item => new UsageAlertKey(item.Rule.Name, item.Observation.Key)).ToHashSet();
        UsageAlertState? last = null;
        var changes = await _store
            .UpdateAsync(
                keys,
                now,
                state =>
                {
                    last = state;
                    return new AlertLedger(Options, byName, _deliverer.SinkNames, context.Usage.TimeZone, now).Decide(
                        state,
                        observed,
                        evaluated
                    );
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        Remember(last, changes);
        foreach (var alert in changes.Opened)
        {
            _metrics.Opened(alert);
            AlertLog.Opened(_logger, alert.Rule, alert.Severity, alert.Id);
        }

        if (changes.Deliveries.Count > 0)
            _deliverer.Wake();
        return changes.Opened;
    }

    /// <summary>Adds the cause to an observation that is likely to open an alert.</summary>
    private async Task<UsageAlertObservation> ExplainAsync(
        UsageAlertRule rule,
        UsageAlertObservation observation,
        CancellationToken cancellationToken
    )
    {
        if (
            observation.Explain is not { } explain
            || observation.ExtendsOnly
            || _known.Contains(new UsageAlertKey(rule.Name, observation.Key))
        )
            return observation;
        return await explain(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Remembers the alerts that need no further explanation: open ones, and events that were sent.</summary>
    private void Remember(UsageAlertState? state, UsageAlertChanges changes)
    {
        _known.Clear();
        var repeated = changes
            .Updated.Where(static alert => !alert.IsOpen)
            .Select(static alert => alert.Id)
            .ToHashSet();
        foreach (
            var alert in (state?.Current ?? [])
                .Where(static alert => alert.IsOpen)
                .Concat(state?.Newest.Where(static alert => alert.OpenedAt == alert.ResolvedAt) ?? [])
                .Concat(changes.Opened)
                .Where(alert => !repeated.Contains(alert.Id))
        )
            _known.Add(new UsageAlertKey(alert.Rule, alert.Key));
    }
}
