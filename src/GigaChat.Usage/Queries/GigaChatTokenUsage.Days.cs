using System.Runtime.CompilerServices;
using GigaChat.Usage.Queries;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <content>Days of the calendar, and the last days up to now.</content>
public sealed partial class GigaChatTokenUsage
{
    /// <summary>
    /// Gets the usage of the last days of the calendar in the report time zone, up to today; days without usage are
    /// listed with zeros.
    /// </summary>
    /// <param name="days">The number of days, 1 or more.</param>
    /// <param name="filter">The records to count, such as those of one user; all when null. It has no period of its
    /// own.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException"><paramref name="filter"/> has a period.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="days"/> is less than 1, or reaches back before the
    /// calendar's first day.</exception>
    public async Task<IReadOnlyList<DailyUsage>> GetDailyAsync(
        int days = 30,
        UsageFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        ThrowIfPeriod(filter);
        var now = Now;
        var today = ReportDays.DayOf(now, TimeZone);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, today.DayNumber);
        var period = (filter ?? UsageFilter.All) with
        {
            From = ReportDays.StartOf(today.AddDays(1 - days), TimeZone),
            To = now.AddTicks(1),
        };
        return await GetByDayAsync(period, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Gets the usage of every day of the report time zone that a filter's period touches, with zeros for days without
    /// usage. The days add up to the period.
    /// </summary>
    /// <param name="filter">The records to count; both ends of its period are set.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ArgumentException">The filter's period is open, or starts after it ends.</exception>
    public async Task<IReadOnlyList<DailyUsage>> GetByDayAsync(
        UsageFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.From is not { } from || filter.To is not { } to)
            throw new ArgumentException(
                $"Set both {nameof(UsageFilter.From)} and {nameof(UsageFilter.To)}: every day between them is listed.",
                nameof(filter)
            );
        var groups = await AggregateAsync(filter, UsageDimensions.Day, cancellationToken).ConfigureAwait(false);
        if (from == to)
            return [];
        var sums = groups.ToDictionary(group => group.Day!.Value);

        // A clock set back over midnight can repeat a day that the period's end has already left: the days found count
        // too.
        DateOnly[] touched =
        [
            ReportDays.DayOf(from, TimeZone),
            ReportDays.DayOf(to.AddTicks(-1), TimeZone),
            .. sums.Keys,
        ];
        var (first, last) = (touched.Min().DayNumber, touched.Max().DayNumber);
        return
        [
            .. Enumerable
                .Range(first, last - first + 1)
                .Select(DateOnly.FromDayNumber)
                .Select(day => new DailyUsage(day, sums.GetValueOrDefault(day) ?? new UsageGroup())),
        ];
    }

    private static void ThrowIfPeriod(UsageFilter? filter)
    {
        if (filter?.From is not null || filter?.To is not null)
            throw new ArgumentException(
                $"The number of days sets the period; leave {nameof(UsageFilter.From)} and {nameof(UsageFilter.To)} of the filter unset.",
                nameof(filter)
            );
    }

    private static UsageFilter LastDays(
        int days,
        DateTimeOffset now,
        UsageFilter? filter = null,
        [CallerArgumentExpression(nameof(days))] string? name = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, (now - DateTimeOffset.MinValue).Days, name);
        return (filter ?? UsageFilter.All) with { From = now.AddDays(-days), To = now.AddTicks(1) };
    }
}
