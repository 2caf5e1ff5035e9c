using GigaChat.Usage.Attribution;
using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <summary>What every handler of an application shares: where records go, and how calls are attributed and
/// estimated.</summary>
internal sealed class UsageCapture
{
    [ThreadStatic]
    private static bool _isEnriching;

    private readonly AccessTokenFingerprint _fingerprint;
    private readonly IEnumerable<IUsageEnricher> _enricherSource;
    private readonly CaptureFailures _failures;
    private readonly IReadOnlyList<IBalanceObserver> _balances;
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
        TimeProvider? limits = null
    )
    {
        Recorder = recorder;
        Requests = new ScannerPool<RequestScanner>(() => new RequestScanner(this));
        Estimator = estimator;
        Time = time;
        Clock = new ClockWatch(time);
        Hosts = hosts ?? EndpointMatcher.For(options);
        EveryHost = Hosts.ToEveryHost(options);
        Gates = CallGates.Of(gates ?? [], failures, limits ?? TimeProvider.System);
        _balances = balances ?? [];
        Telemetry = telemetry;
        _enricherSource = enrichers;
        _failures = failures;
        _platform = options.Platform;
        _fingerprint = new AccessTokenFingerprint(options.AccessTokens, options.FingerprintKey);
    }

    /// <summary>Readers of answers that are not in use; a call has one from its headers to its end.</summary>
    public ScannerPool<BodyReader> Bodies { get; } = new(static () => new BodyReader());

    /// <summary>Scanners of requests that are not in use.</summary>
    public ScannerPool<RequestScanner> Requests { get; }

    public IUsageRecorder Recorder { get; }

    public ITokenEstimator Estimator { get; }

    public TimeProvider Time { get; }

    public EndpointMatcher Hosts { get; }

    /// <summary>Matches the requests of clients that are known to be GigaChat's.</summary>
    public EndpointMatcher EveryHost { get; }

    /// <summary>Streams of resellers that ended without usage, by the reseller's name.</summary>
    public NameTally StreamsWithoutUsage { get; } = new();

    /// <summary>Notices answers that the wire's contract does not know.</summary>
    public WireCanary Canary { get; } = new();

    /// <summary>The times of batch results.</summary>
    public BatchTimes BatchTimes { get; } = new();

    /// <summary>Notices a clock that is wrong.</summary>
    public ClockWatch Clock { get; }

    /// <summary>Decide whether calls are sent; <c>null</c> if there are none.</summary>
    public CallGates? Gates { get; }

    /// <summary>Whether somebody wants the balances that pass by.</summary>
    public bool HasBalanceObservers => _balances.Count > 0;

    /// <summary>Tells calls to listeners of spans and metrics; nobody when null.</summary>
    public UsageTelemetry? Telemetry { get; }

    /// <summary>Whom a request is charged to: what the request says, then the scope, then the client; enrichers have
    /// the last word.</summary>
    public UsageContext Attribute(HttpRequestMessage request, UsageContext? ofClient)
    {
        var context = (request.GetGigaChatUsage() ?? UsageContext.Empty)
            .WithFallback(UsageScope.Current)
            .WithFallback(ofClient);
        return _enrichers is { Length: 0 } || _isEnriching ? context : Enrich(context, request);
    }

    /// <summary>What is kept of a context's access token.</summary>
    public string? Keep(string? accessToken) => _fingerprint.Of(accessToken);

    public string? PlatformOf(UsageContext context) => context.Platform ?? _platform;

    /// <summary>Hands a balance over. Never throws.</summary>
    public void ObserveBalance(BalanceSnapshot snapshot)
    {
        foreach (var observer in _balances)
        {
            try
            {
                observer.Observe(snapshot);
            }
            catch (Exception error)
            {
                Failed(CaptureFailure.Internal, error);
            }
        }
    }

    private UsageContext Enrich(UsageContext context, HttpRequestMessage request)
    {
        // An enricher that calls GigaChat itself must not be asked about that call.
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

    /// <summary>With the first call, since an enricher may take a client of the factory; one that cannot be made is
    /// tried again with the next call.</summary>
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

    /// <summary>Counts and logs something that went wrong in tracking and must not reach the caller.</summary>
    public void Failed(CaptureFailure kind, Exception? error = null) => _failures.Add(kind, error);
}
