using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The names of the tables as they appear in SQL.</summary>
internal sealed record UsageTables(
    SqlText Records,
    SqlText Rollups,
    SqlText Latency,
    SqlText TagRollups,
    SqlText Texts,
    SqlText Settings,
    SqlText Budgets,
    SqlText BudgetSteps,
    SqlText Reservations,
    SqlText Alerts,
    SqlText AlertDeliveries,
    SqlText History
)
{
    public const string RecordsName = "gigachat_usage_records";
    public const string RollupsName = "gigachat_usage_rollups";
    public const string LatencyName = "gigachat_usage_latency";
    public const string TagRollupsName = "gigachat_usage_tag_rollups";
    public const string TextsName = "gigachat_usage_texts";
    public const string SettingsName = "gigachat_usage_settings";
    public const string BudgetsName = "gigachat_usage_budgets";
    public const string BudgetStepsName = "gigachat_usage_budget_steps";
    public const string ReservationsName = "gigachat_usage_reservations";
    public const string AlertsName = "gigachat_usage_alerts";
    public const string AlertDeliveriesName = "gigachat_usage_alert_deliveries";

    /// <summary>The table of applied migrations, separate from the application's own.</summary>
    public const string HistoryName = "__gigachat_usage_migrations";

    public static UsageTables Of(UsageDbContext context)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        return new UsageTables(
            Name(RecordsName),
            Name(RollupsName),
            Name(LatencyName),
            Name(TagRollupsName),
            Name(TextsName),
            Name(SettingsName),
            Name(BudgetsName),
            Name(BudgetStepsName),
            Name(ReservationsName),
            Name(AlertsName),
            Name(AlertDeliveriesName),
            Name(HistoryName)
        );

        SqlText Name(string table) => SqlText.Table(sql, table, context.Schema);
    }
}
