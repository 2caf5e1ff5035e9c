using System.Diagnostics;
using System.Diagnostics.Metrics;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Telemetry;

/// <summary>The instruments of calls. Costs nothing while nobody listens.</summary>
/// <remarks>Users, access tokens and topics are neither labels nor attributes: they would make a time series each, and
/// leave the application by another door.</remarks>
internal sealed class UsageTelemetry
{
    private static readonly ActivitySource Source = new(
        new ActivitySourceOptions(GigaChatUsageActivitySource.Name) { TelemetrySchemaUrl = GenAiNames.SchemaUrl }
    );

    private static readonly Meter SharedMeter = new(GigaChatUsageMeter.Name);

    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstChunk;
    private readonly Counter<double> _cost;
    private readonly PriceBook _prices;
    private readonly bool _withEstimates;

    public UsageTelemetry(Meter meter, PriceBook prices, bool withEstimates)
    {
        _prices = prices;
        _withEstimates = withEstimates;
        var seconds = new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAiNames.SecondBuckets };
        _tokens = meter.CreateHistogram(
            GenAiNames.TokenUsage,
            GenAiNames.Token,
            "Number of input and output tokens used, as billed.",
            tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = GenAiNames.TokenBuckets }
        );
        _duration = meter.CreateHistogram(
            GenAiNames.OperationDuration,
            GenAiNames.Second,
            "GenAI operation duration.",
            tags: null,
            seconds
        );
        _firstChunk = meter.CreateHistogram(
            GenAiNames.TimeToFirstChunk,
            GenAiNames.Second,
            "From sending the request to the first text of a streamed answer.",
            tags: null,
            seconds
        );

        // Money is decimal everywhere else; exporters know no decimal instrument.
        _cost = meter.CreateCounter<double>(
            GenAiNames.Cost,
            GenAiNames.Ruble,
            "What calls cost by the price book, in rubles."
        );
    }

    /// <summary>For handlers that are made without services, and so without a meter factory.</summary>
    public static UsageTelemetry WithoutServices(PriceBook? prices, GigaChatUsageOptions options) =>
        new(SharedMeter, prices ?? PriceBook.Sber, options.MeterEstimates);

    private bool IsMetered => _tokens.Enabled || _duration.Enabled || _firstChunk.Enabled || _cost.Enabled;

    /// <summary>Follows a call; null when nobody listens.</summary>
    public CallTelemetry? Follow(string operation, HttpRequestMessage request, DateTimeOffset startedAt)
    {
        var isTraced = Source.HasListeners();
        return isTraced || IsMetered
            ? new CallTelemetry(this, isTraced ? Source : null, operation, request.RequestUri!, startedAt)
            : null;
    }

    /// <summary>Whether the counts of a call may be told.</summary>
    public bool TellsTokensOf(UsageRecord record) =>
        record.Source == UsageSource.Reported || (_withEstimates && record.Source == UsageSource.Estimated);

    /// <summary>Measures a call that is over.</summary>
    /// <param name="facts">The call.</param>
    /// <param name="tags">What was known of it before it was sent.</param>
    public void Measure(in CallFacts facts, TagList tags)
    {
        var record = facts.Record;
        if (facts.ResponseModel is { } model)
            tags.Add(GenAiNames.ResponseModel, model);
        if (_duration.Enabled)
        {
            var withError = tags;
            if (facts.ErrorType is { } error)
                withError.Add(GenAiNames.ErrorType, error);
            _duration.Record(record.Duration.TotalSeconds, withError);
        }

        if (_firstChunk.Enabled && record.TimeToFirstToken is { } first)
            _firstChunk.Record(first.TotalSeconds, tags);
        if (TellsTokensOf(record))
            MeasureTokens(facts, tags);
    }

    private void MeasureTokens(in CallFacts facts, TagList tags)
    {
        var record = facts.Record;
        if (record.Source == UsageSource.Estimated)
            tags.Add(GenAiNames.UsageSource, GenAiNames.Estimated);
        if (_cost.Enabled && TokenCost.Of(record, _prices) is { } rubles)
            _cost.Add((double)rubles, tags);
        if (!_tokens.Enabled)
            return;
        MeasureTokens(facts.BilledInput, GenAiNames.Input, tags);
        MeasureTokens(facts.BilledOutput, GenAiNames.Output, tags);
    }

    private void MeasureTokens(long? count, string type, TagList tags)
    {
        if (count is not { } tokens)
            return;
        tags.Add(GenAiNames.TokenType, type);
        _tokens.Record(tokens, tags);
    }
}
