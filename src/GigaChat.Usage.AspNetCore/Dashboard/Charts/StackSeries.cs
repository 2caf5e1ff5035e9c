namespace GigaChat.Usage.AspNetCore;

/// <summary>A series of the stacks of a period, and the groups in it.</summary>
/// <param name="Series">The series.</param>
/// <param name="Has">Gets <c>true</c> for a group of the series; otherwise, <c>false</c>.</param>
internal sealed record StackSeries(Series Series, Func<UsageGroup, bool> Has)
{
    private const int Most = 7;

    /// <summary>Gets the series of the viewer's dimension: one a colour where keys have their own, otherwise the largest
    /// ones and one for the others.</summary>
    public static List<StackSeries> Of(DailySpend spend, PageView view)
    {
        var groups = spend.Parts.SelectMany(static part => part.Groups).ToList();
        var by = view.Query.By;
        return by.ColourOf is { } colourOf
            ? [.. Coloured(Slice.By(groups, by, view.TimeZone), by, colourOf, view)]
            : [.. Largest(Slice.By(groups, by, view.TimeZone), by, view)];
    }

    private static IEnumerable<StackSeries> Coloured(
        IReadOnlyList<Slice<string?>> slices,
        Dimension by,
        Func<string?, string> colourOf,
        PageView view
    ) =>
        slices
            .GroupBy(slice => colourOf(slice.Key), StringComparer.Ordinal)
            .OrderBy(static same => same.Key, StringComparer.Ordinal)
            .Select(same => new StackSeries(
                new Series(same.Count() == 1 ? by.NameOf(view, same.First().Key) : view.Text.Others, same.Key),
                group => string.Equals(colourOf(by.KeyOf(group, view.TimeZone)), same.Key, StringComparison.Ordinal)
            ));

    private static IEnumerable<StackSeries> Largest(IReadOnlyList<Slice<string?>> slices, Dimension by, PageView view)
    {
        var series = slices
            .Take(Most)
            .Select(
                (slice, i) =>
                    new StackSeries(new Series(by.NameOf(view, slice.Key), SeriesColour.At(i)), group =>
                        string.Equals(by.KeyOf(group, view.TimeZone), slice.Key, StringComparison.Ordinal)
                    )
            );
        return slices.Count > Most
            ? series.Append(new StackSeries(new Series(view.Text.Others, SeriesColour.At(Most)), static _ => true))
            : series;
    }
}
