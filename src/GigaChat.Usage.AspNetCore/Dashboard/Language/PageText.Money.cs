namespace GigaChat.Usage.AspNetCore;

internal sealed partial class PageText
{
    public string PackagesTitle => Of("Token packages", "Пакеты токенов");

    public string FamilyColumn => Of("Family", "Семейство");

    public string BoughtColumn => Of("Bought", "Куплен");

    public string ExpiresColumn => Of("Expires", "Действует до");

    public string PackageSizeColumn => Of("Bought tokens", "Куплено токенов");

    public string UsedColumn => Of("Used", "Израсходовано");

    public string RemainingColumn => Of("Left", "Осталось");

    public string ExpiringColumn => Of("Will expire unused", "Сгорит");

    public string EffectiveColumn => Of("₽ per 1M used", "₽ за 1 млн израсходованных");

    public string RunsOutColumn => Of("Run-out date", "Закончится");

    public string RunsOutEarliestColumn => Of("Run-out date, early estimate", "Закончится, ранняя оценка");

    public string RunsOutLatestColumn => Of("Run-out date, late estimate", "Закончится, поздняя оценка");

    public string NeverRunsOut => Of("not within a year", "не в ближайший год");

    public string Uncovered(string family, long tokens) =>
        Of(
            $"{family}: {Tokens(tokens)} were used after all packages were used up.",
            $"{family}: {Tokens(tokens)} израсходовано, когда пакетов уже не было."
        );

    public string BudgetsTitle => Of("Budgets", "Бюджеты");

    public string BudgetColumn => Of("Budget", "Бюджет");

    public string WhoseColumn => Of("Applies to", "Для кого");

    public string LimitColumn => Of("Limit", "Лимит");

    public string UnitColumn => Of("Unit", "Единица");

    public string WindowColumn => Of("Rolling window, seconds", "Скользящее окно, секунд");

    public string ReservedColumn => Of("Reserved", "Зарезервировано");

    public string RenewedColumn => Of("Renewed", "Обновится");

    public string MoreBudgets(int more) =>
        Of(
            $"The most used budgets are shown; {Counted(more, "more is", "more are", "", "", "")} not.",
            $"Показаны самые израсходованные; ещё {Counted(more, "", "", "не показан", "не показаны", "не показаны")}."
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

    public string BalanceTitle => Of("The provider's balance and our records", "Остаток у провайдера и наши записи");

    public string DrainedColumn => Of("Deducted by the provider", "Списано провайдером");

    public string RecordedColumn => Of("Recorded", "Записано у нас");

    public string UnexplainedColumn => Of("Unexplained", "Расхождение");

    public string CoverageColumn => Of("Coverage", "Учтено у нас, %");

    public string BetweenSnapshots(DateTimeOffset from, DateTimeOffset to) =>
        Of(
            $"From {Format.Moment(from)} to {Format.Moment(to)}. Unexplained tokens did not pass through the handler.",
            $"С {Format.Moment(from)} по {Format.Moment(to)}. Расхождение — токены вызовов, прошедших мимо обработчика."
        );
}
