using GigaChat.Usage.Alerts;

namespace GigaChat.Usage;

/// <summary>A budget has refused calls of this process in the last minutes.</summary>
public sealed class BudgetRefusalAlertRule : BudgetAlertRule
{
    /// <summary>Initializes a new instance of the <see cref="BudgetRefusalAlertRule"/> class.</summary>
    public BudgetRefusalAlertRule()
        : base("budget-refusals") => Severity = UsageAlertSeverity.Critical;

    /// <summary>The time after the last refused call for which the alert lasts.</summary>
    /// <value>The default is 15 minutes.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);

    /// <inheritdoc />
    public override void Validate()
    {
        base.Validate();
        RequireAtLeast(Window, TimeSpan.FromMinutes(1), nameof(Window));
    }

    /// <inheritdoc />
    public override ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Facts.Services.Budgets is not { } budgets)
            return ValueTask.FromResult<IReadOnlyList<UsageAlertObservation>>([]);
        var found = new List<UsageAlertObservation>();
        foreach (var refused in budgets.Refusals.All)
        {
            if (
                context.Now - refused.Last > Window
                || budgets.Budgets.FirstOrDefault(budget => budget.Name == refused.Budget) is not { } budget
                || !Covers(budget)
            )
                continue;
            var key = refused.Key.Length > 0 ? refused.Key : null;
            found.Add(
                AlertTexts.Observe(
                    KeyOf(budget, key),
                    words =>
                        AlertTexts.Text(
                            Subject(budget, key, context, words) + words.Of(" refuses calls", " отклоняет вызовы"),
                            words.Of(
                                $"This process has refused {words.Calls(refused.Calls)}, the last at {words.Moment(refused.Last, context.Usage.TimeZone)}.",
                                $"Этот процесс отклонил {words.Calls(refused.Calls)}, последний — {words.Moment(refused.Last, context.Usage.TimeZone)}."
                            )
                        ),
                    ("budget", budget.Name),
                    ("refused_calls", refused.Calls),
                    ("last", refused.Last)
                ) with
                {
                    Users = Users(budget, key, context),
                }
            );
        }

        return ValueTask.FromResult<IReadOnlyList<UsageAlertObservation>>(found);
    }
}
