using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;
using Microsoft.EntityFrameworkCore;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>Rows a second in batches of 1,000: our store end to end, the bare driver, and EF Core's SaveChanges, one
/// after another in every round.</summary>
internal static class StoreWrites
{
    private const int BatchSize = 1_000;

    /// <summary>As dense as in the largest table that is read: a batch is 13 minutes.</summary>
    private const int Over90Days = 10_000_000;

    public static async Task RunAsync(StoreTarget target, StoreOptions options, TextWriter output)
    {
        (string Name, Func<IEnumerable<UsageRecord[]>, Task> Write)[] variants =
        [
            ("GigaChat.Usage", batches => WriteOursAsync(target, batches)),
            ("GigaChat.Usage, 3 tags", batches =>
                WriteOursAsync(target, batches.Select(batch => Array.ConvertAll(batch, StoreRecords.WithTags)))
            ),
            ("bare driver", batches => BareDriver.WriteAsync(target, batches)),
            ("SaveChanges", batches => SaveChangesAsync(target, batches)),
        ];
        if (options.Only is { } only)
            variants = [.. variants.Where(variant => only.Split(',').Contains(variant.Name, StringComparer.Ordinal))];
        var rates = variants.ToDictionary(variant => variant.Name, _ => new List<double>(), StringComparer.Ordinal);
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var (name, write) in variants)
            {
                await target.EmptyAsync();
                var batches = StoreRecords.Batches(options.Records, BatchSize, round + 1, Over90Days).ToList();
                GC.Collect();
                var started = Stopwatch.GetTimestamp();
                await write(batches);

                // The first round warms up.
                if (round > 0)
                    rates[name].Add(options.Records / Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        }

        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Database}, {options.Records} records, {options.Rounds} rounds"
            )
        );
        await output.WriteLineAsync("| variant | rows/s, median | lowest to highest | of the bare driver |");
        await output.WriteLineAsync("|---|---|---|---|");
        foreach (var (name, values) in rates)
        {
            values.Sort();
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {values[values.Count / 2]:N0} | {values[0]:N0} to {values[^1]:N0} | {OfBareDriver(values):P0} |"
                )
            );
        }

        double? OfBareDriver(List<double> values) =>
            rates.GetValueOrDefault("bare driver") is { } bare
                ? values[values.Count / 2] / bare.Order().ElementAt(bare.Count / 2)
                : null;
    }

    private static async Task WriteOursAsync(StoreTarget target, IEnumerable<UsageRecord[]> batches)
    {
        using var store = target.OpenStore();
        foreach (var batch in batches)
            await store.AppendAsync(batch, default);
    }

    private static async Task SaveChangesAsync(StoreTarget target, IEnumerable<UsageRecord[]> batches)
    {
        using var store = target.OpenStore();
        var texts = new Dictionary<string, UsageText>(StringComparer.Ordinal);
        foreach (var batch in batches)
        {
            await using var context = store.CreateDbContext();
            await using var transaction = await context.Database.BeginTransactionAsync();
            foreach (
                var folded in batch
                    .Select(record => UsageFold.SearchText(record)!)
                    .Where(folded => !texts.ContainsKey(folded))
                    .Distinct(StringComparer.Ordinal)
            )
                context.Add(texts[folded] = new UsageText { Folded = folded });
            await context.SaveChangesAsync();
            foreach (var record in batch)
                context.Add(record).Property(UsageRecordMap.TextId).CurrentValue = texts[
                    UsageFold.SearchText(record)!
                ].Id;
            await context.SaveChangesAsync();
            await transaction.CommitAsync();
        }
    }
}
