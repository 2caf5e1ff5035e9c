using System.Collections.Concurrent;

namespace GigaChat.Usage.Budgets;

/// <summary>The calls that this process has refused because a budget was used up, by budget and key.</summary>
internal sealed class BudgetRefusals
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(string Budget, string Key), Tally> _tallies = new();

    public IEnumerable<(string Budget, string Key, long Calls, DateTimeOffset Last)> All =>
        _tallies.Select(static pair => (pair.Key.Budget, pair.Key.Key, pair.Value.Calls, pair.Value.Last));

    public void Add(string budget, string? key, DateTimeOffset now)
    {
        if (_tallies.Count >= Most)
            _tallies.Clear(); // Old counts are of no interest: an alert is about the last minutes.
        _tallies.AddOrUpdate(
            (budget, key ?? ""),
            static (_, at) => new Tally(1, at),
            static (_, tally, at) => new Tally(tally.Calls + 1, at),
            now
        );
    }

    private sealed record Tally(long Calls, DateTimeOffset Last);
}
