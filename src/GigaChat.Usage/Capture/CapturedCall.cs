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
/// disposing it, the finalizer of its <see cref="BodyReader"/> ends the call.
/// </remarks>
internal sealed partial class CapturedCall : IByteObserver
{
    private const int Open = 0;
    private const int Reading = 1;
    private const int Ending = 2;
    private const int Over = 3;

    private readonly UsageCapture _capture;
    private readonly CapturedEndpoint _endpoint;
    private readonly HostRule _host;
    private readonly UsageContext _context;
    private readonly DateTime _createdUtc; // A DateTimeOffset would take 8 bytes more of every call.
    private readonly long _started;
    private readonly Guid _id;
    private readonly LogicalCall? _logical;
    private readonly ScopeLevel? _scope;
    private Guid? _firstAttempt;
    private int _attempt = 1;
    private readonly string? _nameInPath; // The id of a file, or a model; of gRPC the compression of the request.
    private string? _requestId;
    private string? _sessionId;
    private RequestScanner? _request;
    private BodyReader? _body;
    private ContentDecoder? _decoder;
    private long _firstText;
    private int _statusCode;
    private int _batchLines;
    private int _state;
    private CallEnd _end;
    private Exception? _endError;
    private bool _requestIsRented;
    private readonly string? _requestEncoding;
    private EncodedRequest? _encodedRequest;
    private volatile bool _isSent;

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
        _context = context;
        _createdUtc = UsageRecordLimits.WholeMicroseconds(capture.Time.GetUtcNow()).UtcDateTime;
        _started = capture.Time.GetTimestamp();
        _id = RecordId.Create(CreatedAt);
        _logical = LogicalCall.Of(request);
        _requestId = Header(request.Headers, "X-Request-ID");
        _sessionId = context.SessionId ?? Header(request.Headers, "X-Session-ID");
        if (endpoint == CapturedEndpoint.FileContent)
            _nameInPath = FileIdOf(request.RequestUri!);
        else if (endpoint == CapturedEndpoint.GenerateContent)
            _nameInPath = GenerateContentContract.ModelIn(request.RequestUri!);
        if (IsGrpc)
            _nameInPath = GrpcExchange.EncodingOf(request);
        else
            _requestEncoding = EncodingOf(request.Content);
        _telemetry = Follow(request);
        if (IsBalance)
            return;
        _scope = UsageScope.Innermost;
        _scope?.StartCall();
    }

    private DateTimeOffset CreatedAt => new(_createdUtc);

    private bool IsSuccess => _statusCode is >= 200 and < 300;

    private bool IsFile => _endpoint == CapturedEndpoint.FileContent;

    private WireContract Contract => WireContract.Of(_endpoint);

    /// <summary>The requested model, as the wire names it; <c>null</c> if it is not known.</summary>
    private string? RequestModel => _endpoint == CapturedEndpoint.GenerateContent ? _nameInPath : _request?.Model;

    /// <summary>Reads a request body that is completely in memory.</summary>
    public void ReadRequest(HttpContent content)
    {
        _request = _capture.Requests.Rent();
        _requestIsRented = true;
        _request.Reset(Contract);
        var observer = ObserverOf(_request);
        if (observer == _request)
            _request.ReadInMemory(content);
        else
            content.CopyTo(new WriteTee(Stream.Null, observer), context: null, CancellationToken.None);
        EndEncodedRequest();
    }

    /// <summary>
    /// Gets the observer of the request body, which starts at the beginning: a body is sent again after a lost
    /// connection. <c>null</c> for a body that has been read.
    /// </summary>
    public IByteObserver? StartRequest()
    {
        _isSent = false;
        if (_requestIsRented || _isHeldWhole)
            return null;

        // Not a pooled scanner: the body may still be in transit when the response has ended.
        var request = _request ??= new RequestScanner(_capture);
        request.Reset(Contract);
        return ObserverOf(request);
    }

    /// <summary>Called when the whole request has been written to the connection.</summary>
    public void FinishRequest()
    {
        EndEncodedRequest();
        _isSent = true;
    }

    /// <summary>Called when the response headers have been received.</summary>
    public void StartResponse(HttpResponseMessage response)
    {
        _statusCode = (int)response.StatusCode;
        if (_capture.Clock.IsDue(_started))
            _capture.Clock.Look(response, _started);
        _requestId = Header(response.Headers, "X-Request-ID") ?? _requestId;
        _sessionId ??= Header(response.Headers, "X-Session-ID");
        if (IsBalance)
        {
            StartBalance(response);
            return;
        }

        var body = _capture.Bodies.Rent();
        body.Begin(this, Contract, _host.CachedWithinPrompt, IsFile ? RecordBatchLine : null);
        _body = body;
        if (IsGrpc)
        {
            StartGrpcResponse(body, response);
            return;
        }

        StartDecoding(EncodingOf(response.Content));
    }

    /// <summary>Observes the next bytes of the response, as received from the inner handler.</summary>
    public void Observe(ReadOnlySpan<byte> bytes)
    {
        _balance?.Add(bytes);
        if (_body is not { } body || Interlocked.CompareExchange(ref _state, Reading, Open) != Open)
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
        if (isComplete || Interlocked.CompareExchange(ref _state, Open, Reading) != Reading)
        {
            // Complete, or ended by another thread in the meantime, which has left the record to this thread.
            var end = isComplete ? CallEnd.Complete : _end;
            Volatile.Write(ref _state, Over);
            Finish(end, _endError);
        }
    }

    /// <summary>
    /// Ends the attempt without a response: the request could not be sent, was cancelled, or timed out.
    /// </summary>
    public void FailToSend(Exception? error, HttpRequestMessage request)
    {
        End(error is OperationCanceledException ? CallEnd.Cancelled : CallEnd.SendFailed, error);
        LogicalCall.Remember(request, _id);
    }

    /// <summary>Ends the attempt; only the first call has an effect.</summary>
    public void End(CallEnd end, Exception? error = null)
    {
        if (Volatile.Read(ref _state) == Over)
            return;
        if (Interlocked.CompareExchange(ref _state, Over, Open) == Open)
        {
            Finish(end, error);
            return;
        }

        // Another thread is reading, as when a stream is disposed during a read: that thread completes the call after
        // the read.
        _endError = error;
        _end = end;
        if (Interlocked.CompareExchange(ref _state, Ending, Reading) == Open)
            End(end, error);
    }

    /// <summary>
    /// Marks a failed request, so that a retry of it is recognized; a success is never retried and is not marked.
    /// </summary>
    public void RememberFailure(HttpRequestMessage request)
    {
        if (_statusCode is 408 or 429 or >= 500)
            LogicalCall.Remember(request, _id);
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
        CloseTelemetry();
        GiveBack(end);
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

        if (_requestIsRented)
            _capture.Requests.Return(_request!);
        _request = null;
    }

    private static string? Header(System.Net.Http.Headers.HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static string FileIdOf(Uri uri)
    {
        var path = uri.AbsolutePath.AsSpan().TrimEnd('/');
        path = path[..path.LastIndexOf('/')];
        return path[(path.LastIndexOf('/') + 1)..].ToString();
    }

    private static string? EncodingOf(HttpContent? content) =>
        content is not null
        && Header(content.Headers, "Content-Encoding") is { } encoding
        && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? encoding
            : null;

    private IByteObserver ObserverOf(RequestScanner request)
    {
        if (IsGrpc)
            return ReadGrpcRequest(request);
        if (_requestEncoding is null)
            return request;
        var decoder = ContentDecoder.TryCreate(_requestEncoding, EncodedRequest.MaxDecoded);
        return _encodedRequest = new EncodedRequest(request, decoder, _capture);
    }

    private void EndEncodedRequest()
    {
        _encodedRequest?.End();
        _encodedRequest = null;
    }

    private void StartDecoding(string? encoding)
    {
        if (encoding is null)
            return;
        _decoder = ContentDecoder.TryCreate(encoding, ContentDecoder.MaxResponse);
        if (_decoder is null)
            _body!.SetUndecodable();
    }

    private void Record(CallEnd end, Exception? error)
    {
        var answer = _body?.Answer;
        if (_endpoint == CapturedEndpoint.Thread && answer?.Usage is null)
            return;
        var named = WireModel.Choose(answer?.Model, RequestModel);
        var (model, version) = WireModel.Split(named);
        if (IsForeign(model))
            return;

        var summary = new CallSummary(_endpoint, _statusCode, end, error, _request, _body, _isSent);
        if (!summary.HasSign(RequestModel))
            return;

        if (answer is not null)
            _capture.Canary.Look(answer);
        if (summary.IsParseFailure)
            _capture.Failed(CaptureFailure.Parse);
        Teach(summary, named);
        NoteMissingUsage(summary);
        var record = NewRecord(_id, model, version, FiguresOf(TokensOf(summary, named), summary));
        Hand(record);
        Settle(record);
        Tell(record, end, error);
    }

    /// <summary>
    /// Calibrates the estimator. Separate from the counting: if calibration fails, the reported usage of the call must
    /// not be lost.
    /// </summary>
    private void Teach(in CallSummary summary, string? model)
    {
        try
        {
            summary.Teach(_capture.Estimator, model);
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Estimator, error);
        }
    }

    private CallTokens TokensOf(in CallSummary summary, string? model)
    {
        try
        {
            return summary.Tokens(_capture.Estimator, model);
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Estimator, error);
            return CallTokens.None;
        }
    }

    /// <summary>
    /// Records one line of a batch result as a call with an id that is the same when the file is read again.
    /// </summary>
    private void RecordBatchLine()
    {
        var answer = _body!.Answer;
        _batchLines++;
        if (!IsSuccess || answer.Usage is not { } counts)
            return;
        var (model, version) = WireModel.Split(answer.Model);
        if (IsForeign(model))
            return;
        _capture.Canary.Look(answer);
        var task = answer.TaskId ?? _batchLines.ToString(CultureInfo.InvariantCulture);
        var summary = new CallSummary(_endpoint, _statusCode, CallEnd.Complete, null, _request, _body);
        var record = NewRecord(
            RecordId.FromNames(Encoding.UTF8.GetBytes($"{_nameInPath}/{task}")),
            model,
            version,
            FiguresOf(summary.Reported(counts), summary)
        );
        var createdAt = _capture.BatchTimes.Of(_nameInPath ?? "", answer.Created, CreatedAt);
        record = record with { CreatedAt = createdAt, RequestId = task, IsBatch = true };
        Hand(record);
        _capture.Gates?.Count(record);
    }

    private bool IsForeign(string? model) => _host.IsForeign(model);

    private CallFigures FiguresOf(in CallTokens tokens, in CallSummary summary) =>
        new()
        {
            Operation = summary.Operation,
            Outcome = summary.Outcome,
            Tokens = tokens,
            PromptLength = _request?.Text.Characters ?? 0,
            ResponseLength = _body?.Answer.Text.Characters ?? 0,
            Duration = UsageRecordLimits.WholeMicroseconds(_capture.Time.GetElapsedTime(_started)),
            TimeToFirstToken =
                summary.IsStream && _firstText != 0
                    ? UsageRecordLimits.WholeMicroseconds(_capture.Time.GetElapsedTime(_started, _firstText))
                    : null,
            FinishReason = summary.FinishReason,
        };

    private UsageRecord NewRecord(Guid id, string? model, string? version, in CallFigures figures) =>
        new(id)
        {
            CreatedAt = CreatedAt,
            Operation = _context.Operation ?? figures.Operation,
            Model = _host.NameOf(model),
            ModelVersion = version,
            UserId = _context.UserId,
            UserName = _context.UserName,
            AccessToken = _capture.Keep(_context.AccessToken),
            AccessTokenType = _context.AccessTokenType,
            GenerationId = _context.GenerationId,
            Topic = _context.Topic,
            Platform = _capture.PlatformOf(_context),
            SessionId = _sessionId,
            RequestId = _requestId,
            PromptTokens = figures.Tokens.Prompt,
            CompletionTokens = figures.Tokens.Completion,
            CachedPromptTokens = figures.Tokens.Cached,
            ReasoningTokens = figures.Tokens.Reasoning,
            TotalTokens = figures.Tokens.Total,
            Source = figures.Tokens.Source,
            Outcome = figures.Outcome,
            PromptLength = figures.PromptLength,
            ResponseLength = figures.ResponseLength,
            Duration = figures.Duration,
            TimeToFirstToken = figures.TimeToFirstToken,
            StatusCode = _statusCode == 0 ? null : _statusCode,
            FinishReason = figures.FinishReason,
            Attempt = _attempt,
            FirstAttemptId = _firstAttempt,
        };
}
