namespace GigaChat.Usage;

/// <summary>The key of a counter's row.</summary>
internal readonly record struct CounterKey(string Id, long PeriodStart)
{
    public static CounterKey Of(BudgetCounter counter) => new(
        UsageRecordLimits.FitText(counter.Id, BudgetRow.MaxIdLength)!,
        counter.Window is null ? UnixMicroseconds.Of(counter.PeriodStart) : long.MinValue);

    /// <summary>Ids to stand behind IN.</summary>
    public static string IdsOf(IEnumerable<BudgetCounter> counters, UsageSql sql) => string.Join(", ", counters.Select(counter => sql.Value(Of(counter).Id)));

    public string Where(UsageSql sql) => $"id = {sql.Value(Id)} AND period_start = {sql.Value(PeriodStart)}";
}
