using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The usual table of sums by a key: name, requests, tokens, share, cost.</summary>
internal static class SpendTable
{
    /// <summary>The most rows on a page; the others are one row, and all of them are in the list of groups.</summary>
    public const int Most = 12;

    public static DataTable Of(
        PageView view,
        string caption,
        Dimension by,
        IReadOnlyList<Slice<string?>> slices,
        int most = int.MaxValue
    )
    {
        var all = Spend.Sum(slices.Select(static slice => slice.Spend));
        return new DataTable(
            caption,
            [
                new(by.Column, by.Title(view.Text), CellKind.Text),
                new("requests", view.Text.RequestsColumn, CellKind.Count) { IsMinor = true },
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("share", view.Text.ShareColumn, CellKind.Share) { IsMinor = true },
                new("rubles", view.Text.CostColumn, CellKind.Rubles),
            ],
            [
                .. Shown(slices, most).Select((slice, i) => Row(slice, by, all, view, i)),
                .. Rest(slices, most) is { } rest
                    ?
                    [
                        Others(
                            Row(new NamedKey(null, view.Text.OtherKeys(rest.Count)), rest.Spend, all),
                            by,
                            most,
                            view
                        ),
                    ]
                    : (DataRow[])[],
            ]
        )
        {
            Total = Row(view.Text.TotalRow, all, all) with
            {
                Records = view.Links.Records(RecordsQuery.Of(view.Selection)),
            },
            Note = LowerBound(all, view),
        };
    }

    /// <summary>Gets the rows that fit a page; one more is not replaced by a row for the rest.</summary>
    public static IEnumerable<T> Shown<T>(IReadOnlyList<T> rows, int most) =>
        rows.Count > most ? rows.Take(most - 1) : rows;

    /// <summary>Gets the sum of the rows that do not fit a page; null for none.</summary>
    public static (int Count, Spend Spend)? Rest(IReadOnlyList<Slice<string?>> slices, int most) =>
        slices.Count > most
            ? (slices.Count - most + 1, Spend.Sum(slices.Skip(most - 1).Select(static slice => slice.Spend)))
            : null;

    /// <summary>Gets the row for the rest with the way to its list.</summary>
    public static DataRow Others(DataRow row, Dimension by, int most, PageView view)
    {
        var others = view.OthersOf(by, most - 1);
        return row with { Href = others, Records = others };
    }

    /// <summary>The note below costs that are too low, because some of the tokens have no price.</summary>
    public static string? LowerBound(Spend spend, PageView view) =>
        spend.UnpricedTokens > 0 ? view.Text.LowerBound(spend.UnpricedTokens) : null;

    private static DataRow Row(Slice<string?> slice, Dimension by, Spend all, PageView view, int index) =>
        Row(new NamedKey(slice.Key, by.NameOf(view, slice.Key)), slice.Spend, all) with
        {
            Href = view.PageOf(by, slice.Key),
            Records = view.RecordsOf(by, slice.Key),
            Series = by.ColourOf?.Invoke(slice.Key) ?? (by == Dimension.Model ? SeriesColour.At(index) : null),
        };

    private static DataRow Row(object name, Spend spend, Spend all) =>
        new(name, spend.Count, spend.Tokens, Ratio.Of(spend.Tokens, all.Tokens), spend.KnownRubles);
}
