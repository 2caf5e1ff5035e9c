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
        var tokens = slices.Sum(static slice => slice.Spend.Tokens);
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
                    Ratio.Of(slice.Spend.Tokens, tokens),
                    slice.Spend.KnownRubles
                )
                {
                    Href = filterOf?.Invoke(slice.Key) is { } filter ? view.RecordsWith(filter) : null,
                    Series = seriesOf?.Invoke(slice.Key),
                }),
            ]
        );
    }
}
