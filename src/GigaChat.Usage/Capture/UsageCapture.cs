using GigaChat.Usage.Attribution;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <summary>
/// The objects that all handlers of an application share: the recorder, the attribution and the estimation.
/// </summary>
internal sealed class UsageCapture
{
    [ThreadStatic]
    private static bool _isEnriching;

    private readonly AccessTokenFingerprint _fingerprint;
    private readonly IUsageRecorder _recorder;
    private readonly CurrentPrices _prices;
    private readonly IEnumerable<IUsageEnricher> _enricherSource;
    private readonly CaptureFailures _failures;
    private readonly IReadOnlyList<IBalanceObserver> _balances;
    private readonly IUsageObserver[] _observers;
    private readonly string? _platform;
    private IUsageEnricher[]? _enrichers;

    public UsageCapture(
        IUsageRecorder recorder,
        GigaChatUsageOptions options,
        ITokenEstimator estimator,
        IEnumerable<IUsageEnricher> enrichers,
        TimeProvider time,
        CaptureFailures failures,
        IEnumerable<ICallGate>? gates = null,
        IReadOnlyList<IBalanceObserver>? balances = null,
        UsageTelemetry? telemetry = null,
        EndpointMatcher? hosts = null,
        TimeProvider? limits = null,
        IEnumerable<IUsageObserver>? observers = null,
        CurrentPrices? prices = null
    )
    {
        _recorder = recorder;
        Requests = new ScannerPool<RequestScanner>(() => new RequestScanner(this));
        Estimates = new CallEstimates(estimator, failures);
        Time = time;
        Clock = new ClockWatch(time);
        Hosts = hosts ?? EndpointMatcher.For(options);
        EveryHost = Hosts.ToEveryHost(options);
        Gates = CallGates.Of(gates ?? [], failures, limits ?? TimeProvider.System);
        _balances = balances ?? [];
        _observers = [.. observers ?? []];
        _prices = prices ?? new CurrentPrices(PriceBook.Sber);
        Telemetry = telemetry;
        _enricherSource = enrichers;
        _failures = failures;
        _platform = options.Platform;
        _fingerprint = new AccessTokenFingerprint(options.AccessTokens, options.FingerprintKey);
    }

    /// <summary>The pool of response readers; a call uses one from its response headers to its end.</summary>
    public ScannerPool<BodyReader> Bodies { get; } = new(static () => new BodyReader());

    /// <summary>The pool of request scanners.</summary>
    public ScannerPool<RequestScanner> Requests { get; }

    /// <summary>The estimates of calls.</summary>
    public CallEstimates Estimates { get; }

    public TimeProvider Time { get; }

    public EndpointMatcher Hosts { get; }

    /// <summary>The matcher for clients that are known to call GigaChat.</summary>
    public EndpointMatcher EveryHost { get; }

    /// <summary>The number of streams of resellers that ended without usage, by the name of the reseller.</summary>
    public NameTally StreamsWithoutUsage { get; } = new();

    /// <summary>Checks responses against the wire contract.</summary>
    public WireCanary Canary { get; } = new();

    /// <summary>The times of batch results.</summary>
    public BatchTimes BatchTimes { get; } = new();

    /// <summary>Detects a wrong clock.</summary>
    public ClockWatch Clock { get; }

    /// <summary>The gates that decide whether calls are sent; <c>null</c> if there are none.</summary>
    public CallGates? Gates { get; }

    /// <summary><c>true</c> if there are observers of balances; otherwise, <c>false</c>.</summary>
    public bool HasBalanceObservers => _balances.Count > 0;

    /// <summary>Reports calls to listeners of spans and metrics; <c>null</c> if telemetry is off.</summary>
    public UsageTelemetry? Telemetry { get; }

    /// <summary>
    /// Gets the attribution of a request: values of the request override those of the scope, which override those of
    /// the client; enrichers override all.
    /// </summary>
    public UsageContext Attribute(HttpRequestMessage request, UsageContext? ofClient)
    {
        var context = (request.GetGigaChatUsage() ?? UsageContext.Empty)
            .WithFallback(UsageScope.Current)
            .WithFallback(ofClient);
        return WithFittedTags(_enrichers is { Length: 0 } || _isEnriching ? context : Enrich(context, request));
    }

    /// <summary>Gets a context with its tags as they are stored, and counts a call that has too many of them.</summary>
    private UsageContext WithFittedTags(UsageContext context)
    {
        if (context.Tags is not { Count: > 0 } tags)
            return context;
        var fitted = UsageRecordLimits.FitTags(tags);
        if (tags.Count > UsageRecordLimits.Tags && UsageRecordLimits.FitTags(tags, tags.Count).Count > fitted.Count)
            Failed(CaptureFailure.Tags);
        return ReferenceEquals(fitted, tags) ? context : context with { Tags = fitted };
    }

    /// <summary>Gets the form of an access token that is stored.</summary>
    public string? Keep(string? accessToken) => _fingerprint.Of(accessToken);

    public string? PlatformOf(UsageContext context) => context.Platform ?? _platform;

    /// <summary>
    /// Passes a record to the observers, to the recorder and to the scope of its call. What one of them throws keeps it
    /// from no other, and does not reach the call.
    /// </summary>
    public void Hand(UsageRecord record, ScopeLevel? scope)
    {
        _failures.Guard(_observers, record, CaptureFailure.Observer, static (observer, record) =>
            observer.Observe(record)
        );
        try
        {
            _recorder.TryRecord(record);
        }
        catch (Exception error)
        {
            Failed(CaptureFailure.Internal, error);
        }

        // After the recorder, and apart from it: a sum that cannot be kept costs no record.
        try
        {
            scope?.Add(record, _prices.Book);
        }
        catch (Exception error)
        {
            Failed(CaptureFailure.Internal, error);
        }
    }

    /// <summary>Passes a balance to the observers. Never throws.</summary>
    public void ObserveBalance(BalanceSnapshot snapshot) =>
        _failures.Guard(_balances, snapshot, CaptureFailure.Internal, static (observer, snapshot) =>
            observer.Observe(snapshot)
        );

    private UsageContext Enrich(UsageContext context, HttpRequestMessage request)
    {
        // An enricher that calls GigaChat itself must not be invoked for that call.
        _isEnriching = true;
        try
        {
            foreach (var enricher in _enrichers ?? ResolveEnrichers())
                context = Ask(enricher, context, request);
        }
        finally
        {
            _isEnriching = false;
        }

        return context;
    }

    /// <summary>
    /// Resolves the enrichers with the first call, since an enricher may use a client of the factory; after a failure
    /// the next call tries again.
    /// </summary>
    private IUsageEnricher[] ResolveEnrichers()
    {
        try
        {
            return _enrichers = [.. _enricherSource];
        }
        catch (Exception error)
        {
            Failed(CaptureFailure.Enricher, error);
            return [];
        }
    }

    private UsageContext Ask(IUsageEnricher enricher, UsageContext context, HttpRequestMessage request)
    {
        try
        {
            return enricher.Enrich(context, request) ?? context;
        }
        catch (Exception error)
        {
            Failed(CaptureFailure.Enricher, error);
            return context;
        }
    }

    /// <summary>Counts and logs a failure of tracking that must not reach the caller.</summary>
    public void Failed(CaptureFailure kind, Exception? error = null) => _failures.Add(kind, error);
}
