using System.Globalization;
using System.IO.Pipelines;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// A workbook, written while its rows are loaded: the rows since the last flush are in memory, never the whole. Numbers
/// are numbers, times are those of the report time zone, texts are never formulas. A sheet that is full is followed by
/// another.
/// </summary>
internal sealed class XlsxTableWriter : TableWriter
{
    /// <summary>The rows of a sheet, below the 1,048,576 that a spreadsheet opens.</summary>
    private const int MostRows = 1_000_000;

    private readonly IReadOnlyList<DataColumn> _columns;
    private readonly PageView _view;
    private readonly string _title;
    private readonly Stream _target;
    private readonly List<IReadOnlyList<object?>> _waiting = [];

    private Spreadsheet? _book;
    private StyleId? _bold;
    private StyleId? _money;
    private StyleId? _share;
    private StyleId? _day;
    private StyleId? _moment;
    private int _sheets;
    private int _rows;

    /// <summary>The rows of a sheet, its headings excepted.</summary>
    internal int RowsOfSheet { get; init; } = MostRows;

    public XlsxTableWriter(PipeWriter pipe, IReadOnlyList<DataColumn> columns, PageView view, string title)
        : base(pipe) => (_columns, _view, _title, _target) = (columns, view, title, pipe.AsStream(leaveOpen: true));

    public override void Row(IReadOnlyList<object?> cells) => _waiting.Add(cells);

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        var book = await OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var cells in _waiting)
        {
            if (_rows == RowsOfSheet)
                await StartSheetAsync(book, cancellationToken).ConfigureAwait(false);
            _rows++;
            await book.AddRowAsync([.. cells.Select((cell, i) => Cell(_columns[i].Kind, cell))], cancellationToken)
                .ConfigureAwait(false);
        }

        _waiting.Clear();
        await base.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task EndAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _book!.FinishAsync(cancellationToken).ConfigureAwait(false);
        await base.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_book is not null)
            await _book.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<Spreadsheet> OpenAsync(CancellationToken cancellationToken)
    {
        if (_book is { } open)
            return open;
        var book = await Spreadsheet
            .CreateNewAsync(_target, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        _book = book;
        _bold = book.AddStyle(new Style { Font = { Bold = true } });
        _money = book.AddStyle(new Style { Format = NumberFormat.Custom("#,##0.00") });
        _share = book.AddStyle(new Style { Format = NumberFormat.Custom("0.0%") });
        _day = book.AddStyle(new Style { Format = NumberFormat.Custom("yyyy\\-mm\\-dd") });
        _moment = book.AddStyle(new Style { Format = NumberFormat.Custom("yyyy\\-mm\\-dd hh:mm:ss") });
        await StartSheetAsync(book, cancellationToken).ConfigureAwait(false);
        return book;
    }

    private async Task StartSheetAsync(Spreadsheet book, CancellationToken cancellationToken)
    {
        var options = new WorksheetOptions { FrozenRows = 1 };
        for (var i = 0; i < _columns.Count; i++)
            options.Column(i + 1).Width = _columns[i].Kind == CellKind.Text ? 28 : 18;
        (_sheets, _rows) = (_sheets + 1, 0);
        var name = _sheets == 1 ? _title : string.Create(CultureInfo.InvariantCulture, $"{_title} {_sheets}");
        await book.StartWorksheetAsync(name, options, cancellationToken).ConfigureAwait(false);
        await book.AddRowAsync([.. _columns.Select(column => new StyledCell(column.Title, _bold))], cancellationToken)
            .ConfigureAwait(false);
    }

    private StyledCell Cell(CellKind kind, object? cell) =>
        (kind, cell) switch
        {
            (_, null) => new StyledCell((string?)null, null),
            (_, long count) => new StyledCell(count, null),
            (CellKind.Percent, decimal percent) => new StyledCell(percent / 100, _share),
            (_, decimal rubles) => new StyledCell(rubles, _money),
            (CellKind.Share or CellKind.Rate or CellKind.SignedShare, double share) => new StyledCell(share, _share),
            (_, double number) => new StyledCell(number, null),
            (_, TimeSpan duration) => new StyledCell(duration.TotalSeconds, null),
            (_, DateOnly day) => new StyledCell(day.ToDateTime(TimeOnly.MinValue), _day),
            (_, DateTimeOffset moment) => new StyledCell(_view.Local(moment).DateTime, _moment),
            (_, bool flag) => new StyledCell(flag ? _view.Text.Yes : _view.Text.No, null),
            _ => new StyledCell(Convert.ToString(cell, CultureInfo.InvariantCulture), null),
        };
}
