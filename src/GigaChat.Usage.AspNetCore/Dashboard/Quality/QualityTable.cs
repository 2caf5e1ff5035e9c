namespace GigaChat.Usage.AspNetCore;

/// <summary>The quality by one dimension, as a table.</summary>
internal static class QualityTable
{
    public static DataTable Of(Dimension by, IReadOnlyList<QualityRow> rows, QualityRow all, PageView view) =>
        new(
            by.Title(view.Text),
            [
                new(by.Column, by.Title(view.Text), CellKind.Text),
                new("requests", view.Text.RequestsColumn, CellKind.Count),
                new("failedShare", view.Text.FailedShareColumn, CellKind.Rate),
                new("blockedShare", view.Text.BlockedShareColumn, CellKind.Rate),
                new("abortedShare", view.Text.AbortedShareColumn, CellKind.Rate),
                new("durationP50Seconds", view.Text.DurationMedian, CellKind.Duration),
                new("durationP95Seconds", view.Text.DurationHigh, CellKind.Duration),
                new("firstTokenP50Seconds", view.Text.FirstTokenMedian, CellKind.Duration) { IsMinor = true },
                new("firstTokenP95Seconds", view.Text.FirstTokenHigh, CellKind.Duration) { IsMinor = true },
                new("cachedShare", view.Text.CachedShareColumn, CellKind.Rate),
                new("savedRubles", view.Text.SavedColumn, CellKind.Money),
            ],
            [
                .. rows.Select(row =>
                    Row(new NamedKey(row.Key, by.NameOf(view, row.Key)), row) with
                    {
                        Href = view.PageOf(by, row.Key),
                        Records = view.RecordsOf(by, row.Key),
                    }
                ),
            ]
        )
        {
            Total = Row(view.Text.TotalRow, all),
        };

    private static DataRow Row(object name, QualityRow row) =>
        new(
            name,
            row.Count,
            Ratio.Of(row.Failed, row.Count),
            Ratio.Of(row.Blocked, row.Count),
            Ratio.Of(row.Aborted, row.Count),
            row.Duration?.Percentile(0.5),
            row.Duration?.Percentile(0.95),
            row.FirstToken?.Percentile(0.5),
            row.FirstToken?.Percentile(0.95),
            row.CacheShare,
            row.Saved
        );
}
