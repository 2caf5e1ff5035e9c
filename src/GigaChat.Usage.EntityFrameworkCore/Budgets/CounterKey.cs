namespace GigaChat.Usage;

/// <summary>The key of a counter's row.</summary>
internal readonly record struct CounterKey(string Id, long PeriodStart)
{
    public static CounterKey Of(BudgetCounter counter) => new(
        UsageRecordLimits.FitText(counter.Id, BudgetRow.MaxIdLength)!,
        counter.Window is null ? UnixMicroseconds.Of(counter.PeriodStart) : long.MinValue);

    public string Where(UsageSql sql) => $"id = {sql.Value(Id)} AND period_start = {sql.Value(PeriodStart)}";
}
