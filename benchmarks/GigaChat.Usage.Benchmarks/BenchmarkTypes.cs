namespace GigaChat.Usage.Benchmarks;

internal static class BenchmarkTypes
{
    public static Type[] All { get; } = [typeof(HttpCalls), typeof(ChatClientCalls), typeof(BudgetChecks)];
}
