using System.Globalization;

namespace GigaChat.Usage.AspNetCore;

/// <summary>A cell as text on a page.</summary>
internal static class CellText
{
    public static string Of(CellKind kind, object? value, PageView view) =>
        (kind, value) switch
        {
            (CellKind.Rubles, null) => view.Text.PriceMissing,
            (_, null) => "—",
            (CellKind.Count, long count) => view.Format.Count(count),
            (CellKind.Rubles, decimal rubles) => view.Format.Rubles(rubles),
            (CellKind.Money, decimal rubles) => view.Format.Rubles(rubles),
            (CellKind.Change, decimal rubles) => view.Format.SignedRubles(rubles),
            (CellKind.Percent, decimal percent) => view.Format.Share((double)percent / 100),
            (CellKind.SignedShare, double share) => view.Format.SignedShare(share),
            (CellKind.Share or CellKind.Rate, double share) => view.Format.Share(share),
            (CellKind.Day, DateOnly day) => view.Format.Day(day),
            (CellKind.Moment, DateTimeOffset moment) => view.Format.Moment(view.Local(moment)),
            (CellKind.Duration, TimeSpan duration) => view.Format.Duration(duration),
            (CellKind.Flag, bool flag) => flag ? view.Text.Yes : view.Text.No,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
}
