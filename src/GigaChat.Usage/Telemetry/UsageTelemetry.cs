using System.Diagnostics;
using System.Diagnostics.Metrics;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Telemetry;

/// <summary>The instruments of calls. Without listeners they cost nothing.</summary>
/// <remarks>
/// Users, access tokens and topics are neither labels nor attributes: each would create a time series of its own, and
/// would leave the application through telemetry.
/// </remarks>
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
    private readonly CurrentPrices _prices;
    private readonly bool _withEstimates;

    public UsageTelemetry(Meter meter, CurrentPrices prices, bool withEstimates)
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
            "From sending the request to the first text of a streamed response.",
            tags: null,
            seconds
        );

        // Money is decimal everywhere else; exporters support no decimal instrument.
        _cost = meter.CreateCounter<double>(
            GenAiNames.Cost,
            GenAiNames.Ruble,
            "The cost of calls by the price book, in rubles."
        );
    }

    /// <summary>
    /// Creates the instruments for handlers that are created without services, and so without a meter factory.
    /// </summary>
    public static UsageTelemetry WithoutServices(PriceBook? prices, GigaChatUsageOptions options) =>
        new(SharedMeter, new CurrentPrices(prices ?? PriceBook.Sber), options.MeterEstimates);

    private bool IsMetered => _tokens.Enabled || _duration.Enabled || _firstChunk.Enabled || _cost.Enabled;

    /// <summary>Starts the telemetry of a call; <c>null</c> if there are no listeners.</summary>
    public CallTelemetry? Follow(string operation, HttpRequestMessage request, DateTimeOffset startedAt)
    {
        var isTraced = Source.HasListeners();
        return isTraced || IsMetered
            ? new CallTelemetry(this, isTraced ? Source : null, operation, request.RequestUri!, startedAt)
            : null;
    }

    /// <summary>Determines whether the counts of a call may be reported.</summary>
    public bool TellsTokensOf(UsageRecord record) =>
        record.Source == UsageSource.Reported || (_withEstimates && record.Source == UsageSource.Estimated);

    /// <summary>Records the measurements of an ended call.</summary>
    /// <param name="facts">The call.</param>
    /// <param name="tags">The tags that were known before the call was sent.</param>
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
        if (_cost.Enabled && TokenCost.Of(record, _prices.Book) is { } rubles)
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
