namespace GigaChat.Usage.Capture;

/// <content>What gates are asked about a call before it is sent, and what they receive when it has ended.</content>
internal sealed partial class CapturedCall
{
    private const int BytesAToken = 3;

    private int _heldBytes;
    private bool _isHeldWhole;

    /// <summary>The states of the gates that have admitted the call, settled where its record is made.</summary>
    public object?[]? Admissions { get; set; }

    /// <summary>The gates that decide about the call; <c>null</c> if there are none.</summary>
    public CallGates? Gates => _capture.Gates;

    /// <summary>Whether the call was given up before it was sent.</summary>
    public bool IsDiscarded { get; private set; }

    /// <summary>Whether gates are asked about the call, as far as its address tells.</summary>
    public bool IsGated =>
        _endpoint is not (CapturedEndpoint.Thread or CapturedEndpoint.FileContent or CapturedEndpoint.Balance);

    /// <summary>Reads what was held of a request's body before it is sent.</summary>
    public void ReadHeld(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        StartRequest()?.Observe(bytes);
        if (isWhole)
            EndEncodedRequest();
        _heldBytes = bytes.Length;
        _isHeldWhole = isWhole;
    }

    /// <summary>What is known of the call; <c>null</c> for one that gates are not asked about.</summary>
    public CallRequest? ToCallRequest(HttpContent? content)
    {
        if (!IsGated || IsForeign(RequestModel))
            return null;
        // A request that was seen whole and names no model is one to another service that has the same path.
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

    /// <summary>Gives the call up before it is sent: it leaves no record.</summary>
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

        // The rest of a body whose beginning was read, or all of one that could not be.
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

    /// <summary>Settles once; without a record what was reserved is only freed.</summary>
    private void Settle(UsageRecord? record)
    {
        if (Admissions is not { } admissions)
            return;
        Admissions = null;
        _capture.Gates!.Settle(admissions, record);
    }
}
