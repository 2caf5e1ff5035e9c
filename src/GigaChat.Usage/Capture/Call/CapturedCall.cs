// Over 300 lines: the steps of one call from its request to its record; identity, estimates and bodies have files of
// their own.
using System.Globalization;
using System.Text;
using GigaChat.Usage.Attribution;

namespace GigaChat.Usage.Capture;

/// <summary>
/// One attempt of one call in progress. Collects the observed data and produces one record when the attempt has ended.
/// </summary>
/// <remarks>
/// Nothing here throws into the caller. The bytes of a body come from one reader at a time; the end may occur
/// concurrently (a stream disposed on another thread) and is processed once. If the caller drops a response without
/// disposing it, the finalizer of its <see cref="BodyReader"/> ends the call. The members follow the life of a call; its
/// parts are in the files beside this one, and are structures, so that a call is one object.
/// </remarks>
internal sealed class CapturedCall : IByteObserver
{
    private readonly UsageCapture _capture;
    private readonly CapturedEndpoint _endpoint;
    private readonly HostRule _host;
    private readonly long _started;
    private readonly ScopeLevel? _scope;
    private readonly CallTelemetryGuard _telemetry;
    private readonly string? _fileId;
    private CallIdentity _identity;
    private CallRequestBody _request;
    private CallState _state;
    private BodyReader? _body;
    private ContentDecoder? _decoder;
    private BalanceBody? _balance;
    private UsageRecord? _record;
    private long _firstText;
    private int _statusCode;
    private int _batchLines;

    public CapturedCall(
        UsageCapture capture,
        CapturedEndpoint endpoint,
        HostRule host,
        UsageContext context,
        HttpRequestMessage request
    )
    {
        _capture = capture;
        _endpoint = endpoint;
        _host = host;
        _started = capture.Time.GetTimestamp();
        _identity = new CallIdentity(capture.Time, host, context, request);
        _request = new CallRequestBody(capture, endpoint, request);
        if (IsFile)
            _fileId = FileIdOf(request.RequestUri!);

        // Nothing is reported for the result of a batch: a file can be read again, and only a store knows that its
        // lines were counted before.
        if (!IsFile && !IsBalance)
            _telemetry = new CallTelemetryGuard(capture, Contract, request, _identity.CreatedAt);
        if (IsBalance)
            return;
        _scope = UsageScope.Innermost;
        _scope?.StartCall();
    }

    /// <summary>The record of the call; <c>null</c> before its end, and for a file of many calls.</summary>
    public UsageRecord? Usage => IsFile ? null : Volatile.Read(ref _record);

    /// <summary>The gates that decide about the call; <c>null</c> if there are none.</summary>
    public CallGates? Gates => _capture.Gates;

    /// <summary>
    /// The states of the gates that have admitted the call. They are settled when its record is created.
    /// </summary>
    public object?[]? Admissions { get; set; }

    /// <summary><c>true</c> if the call was abandoned before it was sent; otherwise, <c>false</c>.</summary>
    public bool IsDiscarded { get; private set; }

    /// <summary>
    /// <c>true</c> if the address of the call does not exclude it from the decision of gates; otherwise, <c>false</c>.
    /// </summary>
    public bool IsGated =>
        _endpoint is not (CapturedEndpoint.Thread or CapturedEndpoint.FileContent or CapturedEndpoint.Balance);

    /// <summary><c>true</c> if the call uses gRPC; otherwise, <c>false</c>.</summary>
    public bool IsGrpc => GrpcExchange.Is(_endpoint);

    private bool IsFile => _endpoint == CapturedEndpoint.FileContent;

    private bool IsBalance => _endpoint == CapturedEndpoint.Balance;

    private bool IsSuccess => _statusCode is >= 200 and < 300;

    private WireContract Contract => WireContract.Of(_endpoint);

    /// <summary>
    /// <c>true</c> if it is certain before the call is sent that it produces a record; otherwise, <c>false</c>.
    /// </summary>
    private bool IsCertain =>
        _endpoint != CapturedEndpoint.Thread
        && (!Contract.NeedsSign || _request.Model is not null)
        && (!_host.SharesModels || (_request.Model is { } model && WireModel.IsGigaChat(model)));

    /// <summary>Counts and logs a failure of the tracking.</summary>
    public void Failed(Exception error) => _capture.Failed(CaptureFailure.Internal, error);

    /// <summary>Reads a request body that is completely in memory.</summary>
    public void ReadRequest(HttpContent content) => _request.Read(content);

    /// <summary>Reads the buffered part of a request body before it is sent.</summary>
    public void ReadHeld(ReadOnlySpan<byte> bytes, bool isWhole) => _request.ReadHeld(bytes, isWhole);

    /// <summary>Gets the observer of the request body while it is sent; <c>null</c> for a body that has been
    /// read.</summary>
    public IByteObserver? StartRequest() => _request.Start();

    /// <summary>Called when the whole request has been written to the connection.</summary>
    public void FinishRequest() => _request.Finish();

    /// <summary>Gets the known facts of the call; <c>null</c> for a call that gates do not decide about.</summary>
    public CallRequest? ToCallRequest(HttpContent? content)
    {
        if (!IsGated || _host.IsForeign(_request.Model))
            return null;
        var model = WireModel.Split(_request.Model).Model;
        return _request.FactsFor(content, model) is { } facts ? _identity.ToCallRequest(_capture, model, facts) : null;
    }

    /// <summary>Abandons the call before it is sent: it produces no record.</summary>
    public void Discard()
    {
        IsDiscarded = true;
        Settle(record: null);
        if (_state.TryDiscard())
            GiveBack(CallEnd.SendFailed);
    }

    /// <summary>Called when the request is about to be sent.</summary>
    public void StartSending()
    {
        _identity.BeginAttempt();
        if (_telemetry.IsOn && IsCertain)
            _telemetry.Send(_request.Model);
    }

    /// <summary>Called when the request has been sent, or could not be sent.</summary>
    public void StopSending() => _telemetry.Sent();

    /// <summary>
    /// Ends the attempt without a response: the request could not be sent, was cancelled, or timed out.
    /// </summary>
    public void FailToSend(Exception? error, HttpRequestMessage request)
    {
        End(error is OperationCanceledException ? CallEnd.Cancelled : CallEnd.SendFailed, error);
        LogicalCall.Remember(request, _identity.Id);
    }

    /// <summary>
    /// Marks a failed request, so that a retry of it is recognized; a success is never retried and is not marked.
    /// </summary>
    public void RememberFailure(HttpRequestMessage request)
    {
        if (_statusCode is 408 or 429 or >= 500)
            LogicalCall.Remember(request, _identity.Id);
    }

    /// <summary>Called when the response headers have been received.</summary>
    public void StartResponse(HttpResponseMessage response)
    {
        _statusCode = (int)response.StatusCode;
        if (_capture.Clock.IsDue(_started))
            _capture.Clock.Look(response, _started);
        _identity.Read(response);
        var encoding = response.Content.FindEncoding();
        if (IsBalance)
        {
            // A compressed body that no inner handler has decompressed is skipped: balances are requested again.
            _balance = encoding is null ? new BalanceBody() : null;
            return;
        }

        var body = _capture.Bodies.Rent();
        body.Begin(this, Contract, _host.CachedWithinPrompt, IsFile ? RecordBatchLine : null);
        _body = body;
        if (IsGrpc)
            StartGrpcResponse(body, response);
        else if (encoding is not null)
            StartDecoding(body, encoding);
    }

    /// <summary>Observes the next bytes of the response, as received from the inner handler.</summary>
    public void Observe(ReadOnlySpan<byte> bytes)
    {
        _balance?.Add(bytes);
        if (_body is not { } body || !_state.TryRead())
            return;
        try
        {
            if (_decoder is null)
                body.Read(bytes);
            else
                _decoder.Decode(bytes, body);
            if (_firstText == 0 && body.HasText)
                _firstText = _capture.Time.GetTimestamp();
        }
        catch (Exception error)
        {
            body.SetUndecodable();

            // A body that does not match its declared encoding is counted once, with the record; a file has no record.
            if (error is not InvalidDataException || IsFile)
                _capture.Failed(error is InvalidDataException ? CaptureFailure.Parse : CaptureFailure.Internal, error);
        }

        var isComplete = body.IsComplete || (body.Format == BodyFormat.Unreadable && IsFile);
        if (isComplete || !_state.TryStopReading())
        {
            // Complete, or ended by another thread in the meantime, which has left the record to this thread.
            var end = isComplete ? CallEnd.Complete : _state.PendingEnd;
            _state.EndRead();
            Finish(end, _state.PendingError);
        }
    }

    /// <summary>Ends the attempt; only the first call has an effect.</summary>
    public void End(CallEnd end, Exception? error = null)
    {
        if (_state.TryEnd(end, error))
            Finish(end, error);
    }

    private void StartGrpcResponse(BodyReader body, HttpResponseMessage response)
    {
        if (!GrpcExchange.IsContent(response.Content))
        {
            // A page of a proxy, which gRPC clients do not read.
            if (IsSuccess)
                body.SetUnreadable();
            End(CallEnd.EndOfBody);
            return;
        }

        body.ReadGrpc(response, _endpoint == CapturedEndpoint.GrpcChatStream);

        // A status among the headers is the whole response, and clients do not read further.
        if (GrpcStatus.In(response.Headers) is not null)
            End(CallEnd.EndOfBody);
    }

    private void StartDecoding(BodyReader body, string encoding)
    {
        _decoder = ContentDecoder.TryCreate(encoding, ContentDecoder.MaxResponse);
        if (_decoder is null)
            body.SetUndecodable();
    }

    private void Finish(CallEnd end, Exception? error)
    {
        try
        {
            _body?.End();
            _decoder?.Dispose();
        }
        catch (Exception failure)
        {
            Failed(failure);
        }

        try
        {
            if (IsBalance)
                KeepBalance();
            else if (!IsFile)
                Record(end, error);
        }
        catch (Exception failure)
        {
            Failed(failure);
            RecordLeast();
        }

        Settle(record: null);
        _telemetry.Close();
        GiveBack(end);
    }

    /// <summary>A response to <c>GET /balance</c> produces a snapshot instead of a record.</summary>
    private void KeepBalance()
    {
        if (_balance?.Read(_statusCode, _capture.Time.GetUtcNow()) is { } snapshot)
            _capture.ObserveBalance(snapshot);
    }

    private void Record(CallEnd end, Exception? error)
    {
        var response = _body?.Answer;
        if (_endpoint == CapturedEndpoint.Thread && response?.Usage is null)
            return;
        var named = WireModel.Choose(response?.Model, _request.Model);
        var (model, version) = WireModel.Split(named);
        if (_host.IsForeign(model))
            return;

        var summary = new CallSummary(_endpoint, _statusCode, end, error, _request.Scanner, _body, _request.IsSent);
        if (!summary.HasSign(_request.Model))
            return;

        if (response is not null)
            _capture.Canary.Look(response);
        if (summary.IsParseFailure)
            _capture.Failed(CaptureFailure.Parse);
        _capture.Estimates.Teach(summary, named);
        NoteMissingUsage(summary);
        var record = NewRecord(
            _identity.Id,
            model,
            version,
            FiguresOf(_capture.Estimates.Tokens(summary, named), summary)
        );
        Hand(record);
        Settle(record);
        _telemetry.End(record, _request.Model, response, summary.ErrorType(record), Contract.HasCompletion);
    }

    /// <summary>
    /// Records what is known without using the clock, the estimator or the body, which may fail again (L4).
    /// </summary>
    private void RecordLeast()
    {
        if (_record is not null || !IsCertain)
            return;
        try
        {
            var (model, version) = WireModel.Split(_request.Model);
            var figures = new CallFigures
            {
                Operation = Contract.Operation,
                Outcome = IsSuccess ? UsageOutcome.Aborted : UsageOutcome.Failed,
                Tokens = CallTokens.None,
            };
            Hand(NewRecord(_identity.Id, model, version, figures));
        }
        catch (Exception error)
        {
            Failed(error);
        }
    }

    /// <summary>
    /// Records one line of a batch result as a call with an id that is the same when the file is read again.
    /// </summary>
    private void RecordBatchLine()
    {
        var line = _body!.Answer;
        _batchLines++;
        if (!IsSuccess || line.Usage is not { } counts)
            return;
        var (model, version) = WireModel.Split(line.Model);
        if (_host.IsForeign(model))
            return;
        _capture.Canary.Look(line);
        var task = line.TaskId ?? _batchLines.ToString(CultureInfo.InvariantCulture);
        var summary = new CallSummary(_endpoint, _statusCode, CallEnd.Complete, null, _request.Scanner, _body);
        var record = NewRecord(
            RecordId.FromNames(Encoding.UTF8.GetBytes($"{_fileId}/{task}")),
            model,
            version,
            FiguresOf(summary.Reported(counts), summary)
        );
        var createdAt = _capture.BatchTimes.Of(_fileId ?? "", line.Created, _identity.CreatedAt);
        record = record with { CreatedAt = createdAt, RequestId = task, IsBatch = true };
        Hand(record);
        _capture.Gates?.Count(record);
    }

    /// <summary>
    /// Counts a stream of a reseller that ended without usage. Resellers report usage in streams only if the request
    /// enables it: without it the record is an estimate, and the diagnostics recommend the setting.
    /// </summary>
    private void NoteMissingUsage(in CallSummary summary)
    {
        if (
            _host.Reseller is { } reseller
            && summary is { IsStream: true, Outcome: UsageOutcome.Completed }
            && _body?.Answer.Usage is null
        )
            _capture.StreamsWithoutUsage.Add(reseller);
    }

    private CallFigures FiguresOf(in CallTokens tokens, in CallSummary summary) =>
        new()
        {
            Operation = summary.Operation,
            Outcome = summary.Outcome,
            Tokens = tokens,
            PromptLength = _request.Scanner?.Text.Characters ?? 0,
            ResponseLength = _body?.Answer.Text.Characters ?? 0,
            Duration = UsageRecordLimits.WholeMicroseconds(_capture.Time.GetElapsedTime(_started)),
            TimeToFirstToken =
                summary.IsStream && _firstText != 0
                    ? UsageRecordLimits.WholeMicroseconds(_capture.Time.GetElapsedTime(_started, _firstText))
                    : null,
            FinishReason = summary.FinishReason,
        };

    private UsageRecord NewRecord(Guid id, string? model, string? version, in CallFigures figures) =>
        _identity.ToRecord(_capture, id, model, version, _statusCode, figures);

    private void Hand(UsageRecord record)
    {
        Volatile.Write(ref _record, record);
        _capture.Hand(record, _scope);
    }

    /// <summary>Settles once; without a record the reserved amount is only released.</summary>
    private void Settle(UsageRecord? record)
    {
        if (Admissions is not { } admissions)
            return;
        Admissions = null;
        _capture.Gates!.Settle(admissions, record);
    }

    /// <summary>Returns rented objects, and ends the call in its scope.</summary>
    private void GiveBack(CallEnd end)
    {
        _scope?.EndCall();
        if (_body is { } body)
        {
            _body = null;
            body.Release();

            // An object that comes from its finalizer is not finalized again, so it could not report the next call that
            // is dropped.
            if (end != CallEnd.Abandoned)
                _capture.Bodies.Return(body);
        }

        _request.GiveBack();
    }

    private static string FileIdOf(Uri uri)
    {
        var path = uri.AbsolutePath.AsSpan().TrimEnd('/');
        path = path[..path.LastIndexOf('/')];
        return path[(path.LastIndexOf('/') + 1)..].ToString();
    }
}
