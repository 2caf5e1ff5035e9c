namespace GigaChat.Usage.Sample;

/// <summary>A month of visits: fewer at the weekend, a little more each week, the last of them a moment ago.</summary>
internal static class History
{
    public const int Days = 30;

    /// <summary>How long ago each visit is, oldest first.</summary>
    public static IReadOnlyList<TimeSpan> Plan(DateTimeOffset now, Random random)
    {
        var visits = new List<TimeSpan>();
        for (var day = Days - 1; day >= 0; day--)
        {
            var isWeekend = now.AddDays(-day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            var count = (isWeekend ? 4 : 10) + ((Days - day) / 5) + random.Next(5);
            for (var i = 0; i < count; i++)
                visits.Add(TimeSpan.FromDays(day) + TimeSpan.FromMinutes(random.Next(12 * 60)));
        }

        return [.. visits.OrderDescending()];
    }
}
