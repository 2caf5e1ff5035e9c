namespace GigaChat.Usage.Capture;

/// <summary>
/// Requests a decision about a call from the gates of the application, and settles with those that have admitted it.
/// </summary>
internal sealed class CallGates(ICallGate[] gates, CaptureFailures failures, TimeProvider limits)
{
    /// <summary>The longest time to wait for a request body.</summary>
    public TimeSpan BodyTimeout { get; } = gates.Max(static gate => gate.BodyTimeout);

    /// <summary>The clock that measures that time, see <see cref="TimeLimitClock"/>.</summary>
    public TimeProvider Limits { get; } = limits;

    /// <summary>
    /// Creates the set of gates; <c>null</c> if there are none, so that calls need no preparation for them.
    /// </summary>
    public static CallGates? Of(IEnumerable<ICallGate> gates, CaptureFailures failures, TimeProvider limits) =>
        gates.ToArray() is { Length: > 0 } all ? new CallGates(all, failures, limits) : null;

    /// <summary>Calls all gates. A rejected call is discarded: it was not sent and produces no record.</summary>
    /// <returns><c>null</c> if the call may be sent; otherwise, the response to return instead.</returns>
    public async ValueTask<HttpResponseMessage?> AdmitAsync(
        CapturedCall call,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (call.ToCallRequest(request.Content) is not { } asked)
                return null;
            for (var i = 0; i < gates.Length; i++)
            {
                var admission = await AskAsync(gates[i], asked, cancellationToken).ConfigureAwait(false);
                if (!admission.IsAdmitted)
                {
                    call.Discard();
                    return admission.Exception is { } error
                        ? throw error
                        : CallRejection.ToResponse(admission, request, call.IsGrpc);
                }

                if (admission.State is { } state)
                    (call.Admissions ??= new object?[gates.Length])[i] = state;
            }

            return null;
        }
        catch when (!call.IsDiscarded)
        {
            call.Discard();
            throw;
        }
    }

    /// <summary>Settles a call with the gates that have admitted it. Never throws.</summary>
    public void Settle(object?[] admissions, UsageRecord? record)
    {
        for (var i = 0; i < admissions.Length; i++)
        {
            if (admissions[i] is not { } state)
                continue;
            try
            {
                gates[i].Settle(state, record);
            }
            catch (Exception error)
            {
                failures.Add(CaptureFailure.Gate, error);
            }
        }
    }

    /// <summary>Reports usage without an admitted call. Never throws.</summary>
    public void Count(UsageRecord record) =>
        failures.Guard(gates, record, CaptureFailure.Gate, static (gate, record) => gate.Count(record));

    private async ValueTask<CallAdmission> AskAsync(
        ICallGate gate,
        CallRequest call,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await gate.AdmitAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!error.IsCancellationBy(cancellationToken))
        {
            failures.Add(CaptureFailure.Gate, error);
            return CallAdmission.Admit();
        }
    }
}
