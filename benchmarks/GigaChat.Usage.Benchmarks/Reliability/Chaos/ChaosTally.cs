using System.Globalization;
using System.Text;

namespace GigaChat.Usage.Benchmarks.Reliability.Chaos;

/// <summary>Compares what was called with what is stored.</summary>
/// <param name="Returned">Calls that returned to their caller.</param>
/// <param name="Stored">Calls of the run that are stored.</param>
/// <param name="Missing">Calls that returned and are not stored.</param>
/// <param name="Doubled">Calls that are stored more than once.</param>
/// <param name="CountedLosses">Records that the processes counted as failed or dropped.</param>
/// <param name="OldLeft">Records left of those that retention has to delete.</param>
/// <param name="RollupDifferences">Rollups that differ from the records.</param>
/// <param name="RolledUp">Requests in the rollups.</param>
/// <param name="MostInADay">The most tokens that the limited platform used in a day.</param>
/// <param name="Erased">Records that still name the erased user from before the erasure.</param>
internal sealed record ChaosTally(
    int Returned,
    int Stored,
    int Missing,
    int Doubled,
    long CountedLosses,
    int OldLeft,
    int RollupDifferences,
    long RolledUp,
    long MostInADay,
    int Erased
)
{
    public static async Task<ChaosTally> TakeAsync(IChaosDatabase database, string folder, string erasedTopic)
    {
        var stored = new Dictionary<string, int>(StringComparer.Ordinal);
        var days = new Dictionary<DateOnly, long>();
        var (old, differences, erased) = (0, 0, 0);
        var rolledUp = 0L;
        foreach (var connection in database.ConnectionStrings)
        {
            using var store = database.OpenStore(connection);
            var page = new UsagePage { Size = UsagePage.MaxSize };
            do
            {
                var result = await store.ListAsync(UsageFilter.All, page);
                foreach (var record in result.Items)
                {
                    if (record.GenerationId is { } call)
                        stored[call] = stored.GetValueOrDefault(call) + 1;
                    else
                        old++;
                    if (record.Topic == erasedTopic)
                        erased++;
                    if (record.Platform == ChaosWriter.Limited)
                    {
                        var day = DateOnly.FromDateTime(
                            TimeZoneInfo
                                .ConvertTime(record.CreatedAt, TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow"))
                                .Date
                        );
                        days[day] = days.GetValueOrDefault(day) + record.TotalTokens;
                    }
                }

                page = page with { After = result.Next };
            } while (page.After is not null);
            differences += (await store.CheckRollupsAsync()).Count;
            rolledUp += (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Sum(static group =>
                group.Count
            );
        }

        var returned = Directory
            .GetFiles(folder, ChaosWriter.Returned)
            .SelectMany(static path => File.ReadAllLines(path, Encoding.ASCII))
            .Where(static line => line.Length == 32)
            .ToHashSet(StringComparer.Ordinal);
        var losses = Directory
            .GetFiles(folder, ChaosWriter.Counters)
            .Select(static path => File.ReadAllText(path).Split(' '))
            .Sum(static parts =>
                long.Parse(parts[0], CultureInfo.InvariantCulture) + long.Parse(parts[1], CultureInfo.InvariantCulture)
            );
        return new ChaosTally(
            returned.Count,
            stored.Count,
            returned.Count(call => !stored.ContainsKey(call)),
            stored.Count(static call => call.Value > 1),
            losses,
            old,
            differences,
            rolledUp,
            days.Values.DefaultIfEmpty().Max(),
            erased
        );
    }
}
