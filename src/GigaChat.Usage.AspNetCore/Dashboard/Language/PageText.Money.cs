namespace GigaChat.Usage.AspNetCore;

internal sealed partial class PageText
{
    public string PackagesTitle => Of("Packages of tokens", "Пакеты токенов");

    public string FamilyColumn => Of("Family", "Семейство");

    public string BoughtColumn => Of("Bought", "Куплен");

    public string ExpiresColumn => Of("Expires", "Истекает");

    public string PackageSizeColumn => Of("Bought tokens", "Куплено токенов");

    public string UsedColumn => Of("Used", "Израсходовано");

    public string RemainingColumn => Of("Left", "Осталось");

    public string ExpiringColumn => Of("Expire unused", "Сгорит");

    public string EffectiveColumn => Of("₽ per 1M used", "₽ за 1 млн израсходованных");

    public string RunsOutColumn => Of("Runs out", "Закончится");

    public string RunsOutEarliestColumn => Of("Runs out at the earliest", "Закончится не раньше");

    public string RunsOutLatestColumn => Of("Runs out at the latest", "Закончится не позже");

    public string NeverRunsOut => Of("not within a year", "не в ближайший год");

    public string Uncovered(string family, long tokens) =>
        Of(
            $"{family}: {Tokens(tokens)} were used while no package had any left.",
            $"{family}: {Tokens(tokens)} потрачено, когда пакетов уже не было."
        );

    public string BudgetsTitle => Of("Budgets", "Бюджеты");

    public string BudgetColumn => Of("Budget", "Бюджет");

    public string WhoseColumn => Of("Whose", "Чей");

    public string LimitColumn => Of("Limit", "Предел");

    public string UnitColumn => Of("Unit", "Единица");

    public string WindowColumn => Of("Rolling window, seconds", "Скользящее окно, секунд");

    public string ReservedColumn => Of("In flight", "В пути");

    public string RenewedColumn => Of("Full again", "Обновится");

    public string MoreBudgets(int more) =>
        Of(
            $"{Counted(more, "more is", "more are", "", "", "")} used less.",
            $"Ещё {Counted(more, "", "", "израсходован", "израсходованы", "израсходованы")} меньше."
        );

    public string Everyone => Of("everyone", "все");

    public string BudgetPeriodName(UsageBudget budget) =>
        budget.Period switch
        {
            BudgetPeriod.Day => Of("day", "день"),
            BudgetPeriod.Week => Of("week", "неделя"),
            BudgetPeriod.Month => Of("month", "месяц"),
            _ => Format.Window(budget.Window ?? TimeSpan.Zero),
        };

    public string BalanceTitle => Of("The provider's balance and our records", "Баланс провайдера и наши записи");

    public string DrainedColumn => Of("Taken by the provider", "Списано провайдером");

    public string RecordedColumn => Of("Recorded here", "Записано у нас");

    public string UnexplainedColumn => Of("Unexplained", "Без записи");

    public string CoverageColumn => Of("Coverage", "Покрытие");

    public string BetweenSnapshots(DateTimeOffset from, DateTimeOffset to) =>
        Of(
            $"From {Format.Moment(from)} to {Format.Moment(to)}. Unexplained tokens did not pass through the handler.",
            $"С {Format.Moment(from)} по {Format.Moment(to)}. Токены без записи прошли мимо обработчика."
        );
}
