using GigaChat.Usage.Queries;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The usual table of sums by a key: name, requests, tokens, share, cost.</summary>
internal static class SpendTable
{
    public static DataTable Of<TKey>(
        PageView view,
        string caption,
        DataColumn name,
        IReadOnlyList<Slice<TKey>> slices,
        Func<TKey, NamedKey> nameOf,
        Func<TKey, UsageFilter?>? filterOf = null,
        Func<TKey, string>? seriesOf = null
    )
    {
        var all = Spend.Sum(slices.Select(static slice => slice.Spend));
        return new DataTable(
            caption,
            [
                name,
                new("requests", view.Text.RequestsColumn, CellKind.Count) { IsMinor = true },
                new("tokens", view.Text.TokensColumn, CellKind.Count),
                new("share", view.Text.ShareColumn, CellKind.Share) { IsMinor = true },
                new("rubles", view.Text.CostColumn, CellKind.Rubles),
            ],
            [
                .. slices.Select(slice => new DataRow(
                    nameOf(slice.Key),
                    slice.Spend.Count,
                    slice.Spend.Tokens,
                    Ratio.Of(slice.Spend.Tokens, all.Tokens),
                    slice.Spend.KnownRubles
                )
                {
                    Href = filterOf?.Invoke(slice.Key) is { } filter ? view.RecordsWith(filter) : null,
                    Series = seriesOf?.Invoke(slice.Key),
                }),
            ]
        )
        {
            Total = new DataRow(
                view.Text.TotalRow,
                all.Count,
                all.Tokens,
                Ratio.Of(all.Tokens, all.Tokens),
                all.KnownRubles
            ),
            Note = LowerBound(all, view),
        };
    }

    /// <summary>The note below costs that are too low, because some of the tokens have no price.</summary>
    public static string? LowerBound(Spend spend, PageView view) =>
        spend.UnpricedTokens > 0 ? view.Text.LowerBound(spend.UnpricedTokens) : null;
}
