namespace GigaChat.Usage.ClickHouse;

/// <summary>A day that has records.</summary>
/// <param name="Day">Its number.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">The moment after its last one.</param>
/// <param name="MarkedAt">The newest mark of its hours.</param>
internal readonly record struct StoredDay(int Day, long From, long To, long MarkedAt)
{
    private const int MostAtOnce = 31;

    /// <summary>The number of records that are summed at once, unless a day alone has more.</summary>
    private const long MostRecords = 1_000_000;

    /// <summary>Groups days that are summed at once, in order: small ones together, because a statement takes longer than
    /// their records.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<StoredDay>> GroupAsync(
        IReadOnlyList<StoredDay> days,
        ClickHouseDatabase database,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var some in days.Chunk(MostAtOnce))
        {
            var counts = await CountAsync(some, database, cancellationToken).ConfigureAwait(false);
            var group = new List<StoredDay>();
            var records = 0L;
            for (var i = 0; i < some.Length; i++)
            {
                if (group.Count > 0 && records + counts[i] > MostRecords)
                {
                    yield return group;
                    (group, records) = ([], 0);
                }

                group.Add(some[i]);
                records += counts[i];
            }

            yield return group;
        }
    }

    private static async Task<long[]> CountAsync(
        StoredDay[] days,
        ClickHouseDatabase database,
        CancellationToken cancellationToken
    )
    {
        var counts = days.Select(day => $"toInt64(countIf(created_at >= {day.From} AND created_at < {day.To}))");
        var rows = await database
            .ReadAsync(
                $"SELECT {string.Join(", ", counts)} FROM {database.Tables.Records} WHERE created_at >= {days[0].From} AND created_at < {days[^1].To}",
                reader => Enumerable.Range(0, days.Length).Select(reader.GetInt64).ToArray(),
                cancellationToken
            )
            .ConfigureAwait(false);
        return rows[0];
    }
}
