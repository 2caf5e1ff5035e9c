namespace GigaChat.Usage.AspNetCore;

/// <summary>The change by one dimension, as a table.</summary>
internal static class ChangeTable
{
    private const int Most = 8;

    public static DataTable Of(Dimension by, IReadOnlyList<ChangeRow> rows, PageView view, bool isFile = false)
    {
        var (now, before) = (
            Spend.Sum(rows.Select(static row => row.Now)),
            Spend.Sum(rows.Select(static row => row.Before))
        );
        var all = new ChangeRow(null, null, now, before);
        var shown = isFile || rows.Count <= Most ? rows : [.. rows.Take(Most - 1)];
        var rest = rows.Skip(shown.Count).ToList();
        return new DataTable(
            by.Title(view.Text),
            Columns(by, view, isFile),
            [
                .. shown.Select(row => Row(row, by, view, all)),
                .. rest.Count == 0
                    ? (DataRow[])[]
                    :
                    [
                        Row(
                            new NamedKey(null, view.Text.OtherKeys(rest.Count)),
                            new ChangeRow(
                                null,
                                null,
                                Spend.Sum(rest.Select(static row => row.Now)),
                                Spend.Sum(rest.Select(static row => row.Before))
                            ),
                            all
                        ),
                    ],
            ]
        )
        {
            Total = Row(view.Text.TotalRow, all, all) with
            {
                Records = view.Links.Records(RecordsQuery.Of(view.Selection)),
            },
        };
    }

    private static IReadOnlyList<DataColumn> Columns(Dimension by, PageView view, bool isFile) =>
        [
            new(by.Column, by.Title(view.Text), CellKind.Text),
            new("rublesChange", view.Text.ChangeColumn, CellKind.Change),
            new("changeShare", view.Text.OfChangeColumn, CellKind.SignedShare) { IsMinor = true },
            new("rublesBefore", view.Text.BeforeColumn, CellKind.Rubles) { IsSum = false },
            new("rubles", view.Text.NowColumn, CellKind.Rubles),
            new("tokensBefore", view.Text.TokensBeforeColumn, CellKind.Count) { IsMinor = true, IsSum = false },
            new("tokens", view.Text.TokensColumn, CellKind.Count) { IsMinor = true },
        ];

    private static DataRow Row(ChangeRow row, Dimension by, PageView view, ChangeRow all) =>
        Row(new NamedKey(row.Key, row.Name ?? by.NameOf(view, row.Key)), row, all) with
        {
            Href = view.PageOf(by, row.Key),
            Records = view.RecordsOf(by, row.Key),
        };

    private static DataRow Row(object name, ChangeRow row, ChangeRow all) =>
        new(
            name,
            row.Rubles,
            all.Rubles == 0 ? null : (double)(row.Rubles / all.Rubles),
            row.Before.KnownRubles,
            row.Now.KnownRubles,
            row.Before.Tokens,
            row.Now.Tokens
        );
}
