using System.Diagnostics;

namespace GigaChat.Usage.Telemetry;

/// <summary>The span and the measurements of one call in progress.</summary>
/// <remarks>
/// The span is current while the request is sent, so that the span of HTTP is its child, and open until the call ends.
/// For a call that may turn out not to be a GigaChat call the span is created when the call has ended, with its start
/// time: a span that is dropped later would leave its children without a parent. Listeners are invoked here and may
/// throw; the caller catches their exceptions.
/// </remarks>
internal sealed class CallTelemetry(
    UsageTelemetry telemetry,
    ActivitySource? source,
    string operation,
    Uri server,
    DateTimeOffset startedAt
)
{
    private readonly Activity? _caller = source is null ? null : Activity.Current;
    private Activity? _span;
    private bool _isDecided;

    /// <summary>Starts the span and makes it current.</summary>
    /// <param name="requestModel">The requested model; <c>null</c> if unknown.</param>
    public void Send(string? requestModel)
    {
        // A span of the caller that has ended cannot be made current again, so it is not replaced.
        if (_caller is not { IsStopped: true })
            Open(requestModel);
    }

    /// <summary>Restores the span of the caller as the current one.</summary>
    public void Sent()
    {
        if (_span is not null && ReferenceEquals(Activity.Current, _span))
            Activity.Current = _caller;
    }

    /// <summary>Ends the span of an ended call and records its measurements.</summary>
    public void End(in CallFacts facts)
    {
        var current = Activity.Current;
        try
        {
            if (!_isDecided)
                OpenLate(facts.RequestModel);
            if (_span is { IsStopped: false })
            {
                Describe(_span, facts);
                _span.SetEndTime((startedAt + facts.Record.Duration).UtcDateTime);
                _span.Stop();
            }
        }
        finally
        {
            GoBackTo(current);
            telemetry.Measure(facts, Tags(facts.RequestModel));
        }
    }

    /// <summary>Closes the open span of a call for which nothing is reported.</summary>
    public void Close()
    {
        if (_span is not { IsStopped: false } span)
            return;
        var current = Activity.Current;
        try
        {
            span.Stop();
        }
        finally
        {
            GoBackTo(current);
        }
    }

    private void Open(string? requestModel, ActivityContext parent = default)
    {
        _isDecided = true;
        if (source is null)
            return;
        try
        {
            _span = source.StartActivity(
                NameWith(requestModel),
                ActivityKind.Client,
                parent,
                Tags(requestModel),
                links: null,
                startedAt
            );
        }
        catch
        {
            // A listener threw after the span had been made current.
            GoBackTo(_caller);
            throw;
        }
    }

    private void OpenLate(string? requestModel)
    {
        // Without a parent the span would become a child of the span that is current where the response is read.
        if (_caller is null)
            Activity.Current = null;
        Open(requestModel, _caller?.Context ?? default);
    }

    private void GoBackTo(Activity? current)
    {
        // Stopping a span makes the previous one current, on the thread where that happens. A span cannot be current
        // again once it has ended.
        if (_span is not null && ReferenceEquals(current, _span))
            current = _caller;
        if (!ReferenceEquals(Activity.Current, current))
            Activity.Current = current;
    }

    private void Describe(Activity span, in CallFacts facts)
    {
        span.DisplayName = NameWith(facts.RequestModel);
        if (!span.IsAllDataRequested)
            return;
        span.SetTag(GenAiNames.RequestModel, facts.RequestModel);
        span.SetTag(GenAiNames.ResponseModel, facts.ResponseModel);
        if (facts.FinishReason is { } reason)
            span.SetTag(GenAiNames.FinishReasons, new[] { reason });
        if (telemetry.TellsTokensOf(facts.Record))
        {
            span.SetTag(GenAiNames.InputTokens, facts.TotalInput);
            span.SetTag(GenAiNames.OutputTokens, facts.BilledOutput);
            span.SetTag(GenAiNames.CacheReadInputTokens, facts.Record.CachedPromptTokens);
            span.SetTag(GenAiNames.ReasoningOutputTokens, facts.Record.ReasoningTokens);
            if (facts.Record.Source == UsageSource.Estimated)
                span.SetTag(GenAiNames.UsageSource, GenAiNames.Estimated);
        }

        foreach (var (key, value) in facts.Record.Tags.Pairs)
            span.SetTag(GenAiNames.TagPrefix + key, value);
        if (facts.ErrorType is { } error)
        {
            span.SetTag(GenAiNames.ErrorType, error);
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private TagList Tags(string? requestModel)
    {
        var tags = new TagList
        {
            { GenAiNames.OperationName, operation },
            { GenAiNames.ProviderName, GenAiNames.GigaChat },
            { GenAiNames.ServerAddress, server.IdnHost },
        };
        if (server.Port != 443)
            tags.Add(GenAiNames.ServerPort, server.Port);
        if (requestModel is not null)
            tags.Add(GenAiNames.RequestModel, requestModel);
        return tags;
    }

    private string NameWith(string? model) => model is null ? operation : $"{operation} {model}";
}
