using GigaChat.Usage.Capture;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Pricing;
using GigaChat.Usage.Telemetry;
using Microsoft.Extensions.Logging;

namespace GigaChat.Usage;

/// <summary>
/// Records the usage of each GigaChat call that passes through the handler. The caller sees the same responses, errors
/// and timing as without it.
/// </summary>
/// <remarks>
/// Clients of <see cref="IHttpClientFactory"/> receive the handler through <c>services.AddGigaChatUsageTracking()</c>.
/// For a manually created client, use it as the innermost handler, so that each attempt of a retry is recorded:
/// <c>new HttpClient(new GigaChatUsageHandler(recorder, new SocketsHttpHandler()))</c>. Such a handler tracks calls to
/// any host by their path. If a request passes several of these handlers, only the innermost one records it; an
/// instance outside of a handler that clones requests, such as hedging, links the attempts of a call.
/// </remarks>
public sealed class GigaChatUsageHandler : DelegatingHandler
{
    private const int Innermost = 1;
    private const int Outer = 2;

    private readonly CaptureSource? _source;
    private readonly UsageCapture? _capture;
    private readonly EndpointMatcher _endpoints;
    private readonly UsageContext? _clientContext;
    private int _place; // 0: not known yet. A bool? could be read half-written by two threads.

    /// <summary>Initializes a new instance of the <see cref="GigaChatUsageHandler"/> class.</summary>
    /// <param name="recorder">The recorder of the records.</param>
    public GigaChatUsageHandler(IUsageRecorder recorder)
        : this(recorder, new GigaChatUsageHandlerOptions()) { }

    /// <summary>Initializes a new instance of the <see cref="GigaChatUsageHandler"/> class with options.</summary>
    /// <param name="recorder">The recorder of the records.</param>
    /// <param name="options">The options. They are read once, here.</param>
    public GigaChatUsageHandler(IUsageRecorder recorder, GigaChatUsageHandlerOptions options)
        : this(CaptureOf(recorder, options), endpoints: null, clientContext: null) { }

    /// <summary>
    /// Initializes a new instance of the <see cref="GigaChatUsageHandler"/> class with a recorder and an inner handler.
    /// </summary>
    /// <param name="recorder">The recorder that receives the records.</param>
    /// <param name="innerHandler">The handler that sends the requests.</param>
    public GigaChatUsageHandler(IUsageRecorder recorder, HttpMessageHandler innerHandler)
        : this(recorder) => InnerHandler = innerHandler ?? throw new ArgumentNullException(nameof(innerHandler));

    internal GigaChatUsageHandler(UsageCapture capture, EndpointMatcher? endpoints, UsageContext? clientContext)
    {
        _capture = capture;
        _endpoints = endpoints ?? capture.EveryHost;
        _clientContext = clientContext;
    }

    /// <summary>
    /// Initializes a new instance of the <see cref="GigaChatUsageHandler"/> class that resolves its dependencies with
    /// its first tracked call: services that need a client must not be resolved while a client is built.
    /// </summary>
    internal GigaChatUsageHandler(CaptureSource source, EndpointMatcher endpoints, UsageContext? clientContext)
    {
        _source = source;
        _endpoints = endpoints;
        _clientContext = clientContext;
    }

    private static UsageCapture CaptureOf(IUsageRecorder recorder, GigaChatUsageHandlerOptions options)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(options);
        return new UsageCapture(
            recorder,
            options.Tracking,
            options.Estimator,
            options.Enrichers,
            options.TimeProvider,
            new CaptureFailures(options.TimeProvider, options.Logger),
            options.Gates,
            options.Balance is { } balance ? [balance] : null,
            UsageTelemetry.WithoutServices(options.Prices, options.Tracking),
            prices: new CurrentPrices(options.Prices)
        );
    }

    /// <inheritdoc />
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var call = Start(request);
        return call is null
            ? base.SendAsync(request, cancellationToken)
            : SendTracked(call, request, cancellationToken);
    }

    /// <inheritdoc />
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = Start(request);
        if (call is null)
            return base.Send(request, cancellationToken);

        HttpResponseMessage response;
        try
        {
            if (call.Gates is not { } gates)
                WatchRequest(call, request);
            else if (BlockingWait.For(() => AdmitAsync(gates, call, request, cancellationToken)) is { } refusal)
                return refusal;
            call.StartSending();
            response = base.Send(request, cancellationToken);
        }
        catch (Exception error) when (!call.IsDiscarded)
        {
            FailToSend(call, request, error);
            throw;
        }
        finally
        {
            call.StopSending();
            RequestTee.Remove(request);
            HeldBody.Remove(request);
        }

        WatchResponse(call, request, response);
        return response;
    }

    private async Task<HttpResponseMessage> SendTracked(
        CapturedCall call,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        HttpResponseMessage response;
        try
        {
            if (call.Gates is not { } gates)
                WatchRequest(call, request);
            else if (await AdmitAsync(gates, call, request, cancellationToken).ConfigureAwait(false) is { } refusal)
                return refusal;
            call.StartSending();
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!call.IsDiscarded)
        {
            FailToSend(call, request, error);
            throw;
        }
        finally
        {
            call.StopSending();
            RequestTee.Remove(request);
            HeldBody.Remove(request);
        }

        WatchResponse(call, request, response);
        return response;
    }

    private CapturedCall? Start(HttpRequestMessage request)
    {
        UsageCapture? capture = null;
        try
        {
            if (request is null || !IsToBeTracked(request))
                return null;
            var endpoint = _endpoints.Match(request, out var host);
            if (endpoint == CapturedEndpoint.None)
                return null;
            capture = _capture ?? _source!.Get();
            if (capture is null)
                return null;
            if (
                endpoint == CapturedEndpoint.Balance
                && (!capture.HasBalanceObservers || request.Options.TryGetValue(BalanceBody.IsPoll, out _))
            )
                return null;
            return new CapturedCall(capture, endpoint, host, capture.Attribute(request, _clientContext), request);
        }
        catch (Exception error)
        {
            capture?.Failed(CaptureFailure.Internal, error);
            return null;
        }
    }

    private bool IsToBeTracked(HttpRequestMessage request)
    {
        var place = Volatile.Read(ref _place);
        if (place == 0)
            Volatile.Write(ref _place, place = IsInnermost() ? Innermost : Outer);
        if (place == Innermost)
            return true;
        if (EndpointMatcher.IsKnownPath(request))
            LogicalCall.MarkNew(request);
        return false;
    }

    private bool IsInnermost()
    {
        for (var handler = InnerHandler; handler is not null; handler = (handler as DelegatingHandler)?.InnerHandler)
        {
            if (handler is GigaChatUsageHandler)
                return false;
        }

        return true;
    }

    /// <summary>Reads the request before it is sent, and calls the gates.</summary>
    /// <returns><c>null</c> if the call may be sent; otherwise, the response to return instead.</returns>
    private static async ValueTask<HttpResponseMessage?> AdmitAsync(
        CallGates gates,
        CapturedCall call,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var isRead =
            call.IsGated
            && await RequestPrefetch
                .ReadAsync(call, request, gates.BodyTimeout, gates.Limits, cancellationToken)
                .ConfigureAwait(false);
        WatchRequest(call, request, isRead);
        return await gates.AdmitAsync(call, request, cancellationToken).ConfigureAwait(false);
    }

    private static void WatchRequest(CapturedCall call, HttpRequestMessage request, bool isRead = false)
    {
        var content = request.Content;
        if (content is null)
            return;
        try
        {
            if (!isRead && RequestPrefetch.IsInMemory(content))
                call.ReadRequest(content);

            // Also for a body that has been read: the charge of a cancelled call depends on whether it was sent.
            request.Content = RequestTee.Around(content, call);
        }
        catch (Exception error)
        {
            call.Failed(error);
        }
    }

    private static void FailToSend(CapturedCall call, HttpRequestMessage request, Exception? error)
    {
        try
        {
            call.FailToSend(error, request);
        }
        catch (Exception failure)
        {
            call.Failed(failure);
        }
    }

    private static void WatchResponse(CapturedCall call, HttpRequestMessage request, HttpResponseMessage? response)
    {
        if (response is null)
        {
            // An inner handler returned null against its contract; HttpClient reports that to the caller.
            FailToSend(call, request, error: null);
            return;
        }

        try
        {
            call.StartResponse(response);
            call.RememberFailure(request);
            response.Content = new ResponseTee(response.Content, call);
        }
        catch (Exception error)
        {
            // The caller reads the response directly, so the call ends here.
            call.Failed(error);
            call.End(CallEnd.Unobserved);
        }
    }
}
