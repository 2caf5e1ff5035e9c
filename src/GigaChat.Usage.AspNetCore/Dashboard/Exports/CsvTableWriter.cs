using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// CSV for spreadsheets: for a Russian viewer with a byte-order mark, semicolons and decimal commas, which Excel
/// expects there; otherwise RFC 4180 with commas. Texts are quoted, and one that a spreadsheet would run as a formula
/// starts with an apostrophe.
/// </summary>
internal sealed class CsvTableWriter : TableWriter
{
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    private readonly IReadOnlyList<DataColumn> _columns;
    private readonly PageView _view;
    private readonly StringBuilder _line = new();
    private readonly char _separator;

    public CsvTableWriter(PipeWriter pipe, IReadOnlyList<DataColumn> columns, PageView view)
        : base(pipe)
    {
        _columns = columns;
        _view = view;
        _separator = view.Text.IsRussian ? ';' : ',';
        if (view.Text.IsRussian)
            _line.Append('\uFEFF');
        WriteLine([.. columns.Select(static column => column.Title)], static _ => CellKind.Text);
    }

    public override void Row(IReadOnlyList<object?> cells) => WriteLine(cells, i => _columns[i].Kind);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void WriteLine(IReadOnlyList<object?> cells, Func<int, CellKind> kindOf)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
                _line.Append(_separator);
            Append(kindOf(i), cells[i]);
        }

        _line.Append("\r\n");
        Encoding.UTF8.GetBytes(_line.ToString(), Pipe);
        _line.Clear();
    }

    private void Append(CellKind kind, object? cell)
    {
        switch (kind, cell)
        {
            case (_, null):
                break;
            case (CellKind.Count or CellKind.Amount, long count):
                _line.Append(count);
                break;
            case (CellKind.Rubles or CellKind.Money or CellKind.Change or CellKind.Amount, decimal rubles):
                _line.Append(Decimal(rubles.ToString("0.00####", CultureInfo.InvariantCulture)));
                break;
            case (CellKind.Share or CellKind.Rate or CellKind.SignedShare, double share):
                _line.Append(Decimal(share.ToString("0.######", CultureInfo.InvariantCulture)));
                break;
            case (CellKind.Percent, decimal percent):
                _line.Append(Decimal(percent.ToString("0.######", CultureInfo.InvariantCulture)));
                break;
            case (CellKind.Duration, TimeSpan duration):
                _line.Append(Decimal(duration.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture)));
                break;
            case (CellKind.Day, DateOnly day):
                _line.Append(
                    day.ToString(_view.Text.IsRussian ? "dd.MM.yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture)
                );
                break;
            case (CellKind.Moment, DateTimeOffset moment):
                _line.Append(
                    _view
                        .Local(moment)
                        .ToString(
                            _view.Text.IsRussian ? "dd.MM.yyyy HH:mm:ss" : "yyyy-MM-dd HH:mm:ss",
                            CultureInfo.InvariantCulture
                        )
                );
                break;
            case (CellKind.Tags, UsageTags tags):
                AppendText(UsageTagsJsonConverter.ToText(tags)!);
                break;
            case (CellKind.Flag, bool flag):
                AppendText(flag ? _view.Text.Yes : _view.Text.No);
                break;
            default:
                AppendText(Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }

    private void AppendText(string text)
    {
        _line.Append('"');
        if (text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal))
            _line.Append('\'');
        _line.Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private string Decimal(string invariant) => _view.Text.IsRussian ? invariant.Replace('.', ',') : invariant;
}
