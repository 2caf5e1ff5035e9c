using GigaChat.Usage.Budgets;

namespace GigaChat.Usage.Capture;

/// <content>What budgets ask of a call before it is sent, and what they are told when it is over.</content>
internal sealed partial class CapturedCall
{
    private const int BytesAToken = 3;

    private int _heldBytes;
    private bool _isHeldWhole;

    /// <summary>The reservation; it is settled where the record is made.</summary>
    public BudgetTicket? Ticket { get; set; }

    public Guid ReservationId => _id;

    /// <summary>What the call is held against; null when there are no budgets.</summary>
    public GigaChatBudgets? Budgets => _capture.Budgets;

    /// <summary>Whether the call was given up before it was sent.</summary>
    public bool IsDiscarded { get; private set; }

    /// <summary>Whether budgets are asked about the call, as far as its address tells.</summary>
    public bool IsBudgeted =>
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

    /// <summary>What the call may use, as far as its request tells; null for one that budgets are not asked
    /// about.</summary>
    public BudgetCall? ToBudgetCall(HttpContent? content, GigaChatBudgetOptions options)
    {
        if (!IsBudgeted || IsForeign(RequestModel))
            return null;
        // A request that was seen whole and names no model is one to another service that has the same path.
        var isUnseen = content is not null && _request is not { IsUndecodable: false };
        if (Contract.NeedsSign && !isUnseen && (_requestIsRented || _isHeldWhole) && RequestModel is null)
            return null;
        var model = WireModel.Split(RequestModel).Model;
        return new BudgetCall(
            _context.UserId,
            _capture.Keep(_context.AccessToken),
            _context.AccessTokenType,
            _capture.PlatformOf(_context),
            _host.NameOf(model),
            PromptTokens(model, content, options),
            CallSummary.HasCompletionOf(_endpoint) ? _request?.MaxTokens ?? options.DefaultCompletionTokens : 0
        )
        {
            StartedAt = CreatedAt,
            IsBodyUnseen = isUnseen,
        };
    }

    /// <summary>Gives the call up before it is sent: it leaves no record.</summary>
    public void Discard()
    {
        IsDiscarded = true;
        if (Interlocked.Exchange(ref _state, Over) != Over)
            GiveBack(CallEnd.SendFailed);
    }

    private long PromptTokens(string? model, HttpContent? content, GigaChatBudgetOptions options)
    {
        var length = content?.Headers.ContentLength;
        var seen = _requestIsRented || _heldBytes > 0 ? EstimateSeen(model) : null;
        if (seen is { } all && (_requestIsRented || _isHeldWhole))
            return all;

        // The rest of a body whose beginning was read, or all of one that could not be.
        var rest = length is { } bytes ? Math.Max(0, bytes - _heldBytes) / BytesAToken : options.DefaultPromptTokens;
        return (seen ?? 0) + rest;
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

    /// <summary>Settles once; without a record the reservation is only freed.</summary>
    private void Settle(UsageRecord? record)
    {
        if (Ticket is not { } ticket)
            return;
        Ticket = null;
        try
        {
            _capture.Budgets!.Settle(ticket, record);
        }
        catch (Exception error)
        {
            _capture.Failed(CaptureFailure.Internal, error);
        }
    }
}
