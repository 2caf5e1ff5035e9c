namespace GigaChat.Usage.Capture;

/// <content>The information that gates receive about a call before it is sent and after it has ended.</content>
internal sealed partial class CapturedCall
{
    private const int BytesAToken = 3;

    private int _heldBytes;
    private bool _isHeldWhole;

    /// <summary>
    /// The states of the gates that have admitted the call. They are settled when its record is created.
    /// </summary>
    public object?[]? Admissions { get; set; }

    /// <summary>The gates that decide about the call; <c>null</c> if there are none.</summary>
    public CallGates? Gates => _capture.Gates;

    /// <summary><c>true</c> if the call was abandoned before it was sent; otherwise, <c>false</c>.</summary>
    public bool IsDiscarded { get; private set; }

    /// <summary>
    /// <c>true</c> if the address of the call does not exclude it from the decision of gates; otherwise, <c>false</c>.
    /// </summary>
    public bool IsGated =>
        _endpoint is not (CapturedEndpoint.Thread or CapturedEndpoint.FileContent or CapturedEndpoint.Balance);

    /// <summary>Reads the buffered part of a request body before it is sent.</summary>
    public void ReadHeld(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        StartRequest()?.Observe(bytes);
        if (isWhole)
            EndEncodedRequest();
        _heldBytes = bytes.Length;
        _isHeldWhole = isWhole;
    }

    /// <summary>Gets the known facts of the call; <c>null</c> for a call that gates do not decide about.</summary>
    public CallRequest? ToCallRequest(HttpContent? content)
    {
        if (!IsGated || IsForeign(RequestModel))
            return null;
        // A request that was observed completely and names no model belongs to another service with the same path.
        var isUnseen = content is not null && _request is not { IsUndecodable: false };
        if (Contract.NeedsSign && !isUnseen && (_requestIsRented || _isHeldWhole) && RequestModel is null)
            return null;
        var model = WireModel.Split(RequestModel).Model;
        var (prompt, isComplete) = PromptTokens(model, content);
        return new CallRequest(_id, CreatedAt)
        {
            UserId = _context.UserId,
            AccessToken = _capture.Keep(_context.AccessToken),
            AccessTokenType = _context.AccessTokenType,
            Platform = _capture.PlatformOf(_context),
            Model = _host.NameOf(model),
            PromptTokens = prompt,
            IsPromptIncomplete = !isComplete,
            MaxCompletionTokens = _request?.MaxTokens,
            HasCompletion = CallSummary.HasCompletionOf(_endpoint),
            IsBodyUnseen = isUnseen,
        };
    }

    /// <summary>Abandons the call before it is sent: it produces no record.</summary>
    public void Discard()
    {
        IsDiscarded = true;
        Settle(record: null);
        if (Interlocked.Exchange(ref _state, Over) != Over)
            GiveBack(CallEnd.SendFailed);
    }

    private (long Tokens, bool IsComplete) PromptTokens(string? model, HttpContent? content)
    {
        var length = content?.Headers.ContentLength;
        var seen = _requestIsRented || _heldBytes > 0 ? EstimateSeen(model) : null;
        if (seen is { } all && (_requestIsRented || _isHeldWhole))
            return (all, true);

        // The rest of a body whose beginning was read, or all of a body that could not be read.
        return length is { } bytes
            ? ((seen ?? 0) + Math.Max(0, bytes - _heldBytes) / BytesAToken, true)
            : (seen ?? 0, false);
    }

    private long? EstimateSeen(string? model)
    {
        try
        {
            return CallSummary.EstimatePrompt(_capture.Estimator, _request, _endpoint, model);
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Estimator, error);
            return null;
        }
    }

    /// <summary>Settles once; without a record the reserved amount is only released.</summary>
    private void Settle(UsageRecord? record)
    {
        if (Admissions is not { } admissions)
            return;
        Admissions = null;
        _capture.Gates!.Settle(admissions, record);
    }
}
