namespace GigaChat.Usage;

/// <summary>Values of whole days in a row; null where a day says nothing.</summary>
internal sealed class DailySeries
{
    /// <summary>Days without any use in a row that the weekday does not explain are a gap in the records when there are no more of them than this.</summary>
    private const int LongestGap = 10;

    public DailySeries(DateOnly first, IEnumerable<double> values)
    {
        First = first;
        Values = [.. values.Select(static value => (double?)value)];
        MarkGaps();
    }

    public DateOnly First { get; }

    public double?[] Values { get; }

    public int WeekdayOf(int index) => (int)First.AddDays(index).DayOfWeek;

    /// <summary>
    /// Zeros on days whose weekday is hardly ever zero are taken for missing: the counter was off, or the application was. After the longest
    /// gap zeros are the truth, and the forecast follows them down.
    /// </summary>
    private void MarkGaps()
    {
        var used = new int[SmoothingState.Week];
        var seen = new int[SmoothingState.Week];
        for (var i = 0; i < Values.Length; i++)
        {
            seen[WeekdayOf(i)]++;
            used[WeekdayOf(i)] += Values[i] > 0 ? 1 : 0;
        }

        for (var i = 0; i < Values.Length; i++)
        {
            var length = 0;
            while (i + length < Values.Length && Values[i + length] == 0)
                length++;
            for (var j = i; length is > 0 and <= LongestGap && j < i + length; j++)
            {
                var weekday = WeekdayOf(j);
                if (seen[weekday] >= 3 && used[weekday] >= 0.7 * seen[weekday])
                    Values[j] = null;
            }

            i += Math.Max(0, length - 1);
        }
    }
}
