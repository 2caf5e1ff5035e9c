using GigaChat.Usage.Telemetry;

namespace GigaChat.Usage.Capture;

/// <summary>What every handler of an application shares: where records go, and how calls are attributed and estimated.</summary>
internal sealed class UsageCapture
{
    private readonly AccessTokenFingerprint _fingerprint;
    private readonly IUsageEnricher[] _enrichers;
    private readonly CaptureFailures _failures;
    private readonly string? _platform;

    public UsageCapture(
        IUsageRecorder recorder,
        GigaChatUsageOptions options,
        ITokenEstimator estimator,
        IEnumerable<IUsageEnricher> enrichers,
        TimeProvider time,
        CaptureFailures failures,
        GigaChatBudgets? budgets = null,
        BalanceSnapshots? balances = null,
        UsageTelemetry? telemetry = null)
    {
        Recorder = recorder;
        Requests = new ScannerPool<RequestScanner>(() => new RequestScanner(this));
        Estimator = estimator;
        Time = time;
        Clock = new ClockWatch(time);
        Hosts = EndpointMatcher.For(options);
        EveryHost = Hosts.ToEveryHost(options);
        Budgets = budgets;
        Balances = balances;
        Telemetry = telemetry;
        _enrichers = [.. enrichers];
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

    /// <summary>What calls are held against; null when there are no budgets.</summary>
    public GigaChatBudgets? Budgets { get; }

    /// <summary>Where balances that pass by are kept; nowhere when null.</summary>
    public BalanceSnapshots? Balances { get; }

    /// <summary>Tells calls to listeners of spans and metrics; nobody when null.</summary>
    public UsageTelemetry? Telemetry { get; }

    /// <summary>Whom a request is charged to: what the request says, then the scope, then the client; enrichers have the last word.</summary>
    public UsageContext Attribute(HttpRequestMessage request, UsageContext? ofClient)
    {
        var context = (request.GetGigaChatUsage() ?? UsageContext.Empty).WithFallback(UsageScope.Current).WithFallback(ofClient);
        foreach (var enricher in _enrichers)
        {
            try
            {
                context = enricher.Enrich(context, request) ?? context;
            }
            catch (Exception error)
            {
                Failed(CaptureFailure.Enricher, error);
            }
        }

        return context;
    }

    /// <summary>What is kept of a context's access token.</summary>
    public string? Keep(string? accessToken) => _fingerprint.Of(accessToken);

    public string? PlatformOf(UsageContext context) => context.Platform ?? _platform;

    /// <summary>Counts and logs something that went wrong in tracking and must not reach the caller.</summary>
    public void Failed(CaptureFailure kind, Exception? error = null) => _failures.Add(kind, error);
}
