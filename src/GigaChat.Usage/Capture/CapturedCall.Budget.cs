namespace GigaChat.Usage.Capture;

/// <content>What budgets ask of a call before it is sent, and what they are told when it is over.</content>
internal sealed partial class CapturedCall
{
    private const int BytesAToken = 3;

    /// <summary>The reservation; it is settled where the record is made.</summary>
    public BudgetTicket? Ticket { get; set; }

    public Guid ReservationId => _id;

    /// <summary>Whether the call was given up before it was sent.</summary>
    public bool IsDiscarded { get; private set; }

    /// <summary>What the call may use, as far as its request tells; null for one that budgets are not asked about.</summary>
    public BudgetCall? ToBudgetCall(HttpContent? content, GigaChatBudgetOptions options)
    {
        if (_endpoint is CapturedEndpoint.Thread or CapturedEndpoint.FileContent or CapturedEndpoint.Balance || IsForeign(_request?.Model))
            return null;
        var model = WireModel.Split(_request?.Model).Model;
        return new BudgetCall(
            _context.UserId,
            _capture.Keep(_context.AccessToken),
            _context.AccessTokenType,
            _capture.PlatformOf(_context),
            _host.NameOf(model),
            PromptTokens(model) ?? (content?.Headers.ContentLength is { } bytes ? bytes / BytesAToken : options.DefaultPromptTokens),
            CallSummary.HasCompletionOf(_endpoint) ? _request?.MaxTokens ?? options.DefaultCompletionTokens : 0)
        {
            StartedAt = CreatedAt,
        };
    }

    /// <summary>Gives the call up before it is sent: it leaves no record.</summary>
    public void Discard()
    {
        IsDiscarded = true;
        if (Interlocked.Exchange(ref _state, Over) != Over)
            GiveBack(CallEnd.SendFailed);
    }

    private long? PromptTokens(string? model)
    {
        try
        {
            return _requestIsRented ? CallSummary.EstimatePrompt(_capture.Estimator, _request, _endpoint, model) : null;
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
