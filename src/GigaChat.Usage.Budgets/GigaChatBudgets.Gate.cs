using GigaChat.Usage.Budgets;

namespace GigaChat.Usage;

/// <content>The budgets as a gate of calls.</content>
public sealed partial class GigaChatBudgets : ICallGate
{
    TimeSpan ICallGate.BodyTimeout => Options.StoreTimeout;

    async ValueTask<CallAdmission> ICallGate.AdmitAsync(CallRequest call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (ticket, verdict) = await ReserveAsync(call.Id, BudgetCall.Of(call, Options), cancellationToken)
            .ConfigureAwait(false);
        return verdict switch
        {
            null => CallAdmission.Admit(ticket),
            { Budget.Action: BudgetAction.TooManyRequests } => CallAdmission.Reject(
                verdict.Message,
                verdict.RetryAfter
            ),
            _ => CallAdmission.Reject(new GigaChatBudgetExceededException(verdict)),
        };
    }

    void ICallGate.Settle(object state, UsageRecord? record) => Settle((BudgetTicket)state, record);

    void ICallGate.Count(UsageRecord record) => Count(record);
}
