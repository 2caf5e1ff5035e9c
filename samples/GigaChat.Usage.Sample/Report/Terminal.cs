using Spectre.Console;

namespace GigaChat.Usage.Sample;

/// <summary>Where the report is written: tables with frames and colour on a terminal, plain columns where the output is
/// piped.</summary>
internal sealed class Terminal
{
    private const int PipedWidth = 110;
    private readonly IAnsiConsole _console;

    public Terminal()
    {
        IsInteractive = !Console.IsOutputRedirected;
        _console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = IsInteractive ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = IsInteractive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = IsInteractive ? InteractionSupport.Detect : InteractionSupport.No,
            }
        );
        if (!IsInteractive)
            _console.Profile.Width = ColumnsOfEnvironment() ?? PipedWidth;
    }

    public bool IsInteractive { get; }

    /// <summary>Writes a line as it is: a path in it must not be broken in two.</summary>
    public void Note(string text) => _console.Profile.Out.Writer.WriteLine(text);

    /// <summary>Writes a table with text in the first columns and numbers in the others.</summary>
    public void Table(
        string title,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<string>> rows,
        int textColumns = 1,
        bool wraps = false
    )
    {
        IReadOnlyList<string>[] all = [.. rows];
        if (!wraps && WidthOf(columns, all) > _console.Profile.Width)
        {
            Narrow(title, columns, all, textColumns);
            return;
        }

        var table = new Table { Border = IsInteractive ? TableBorder.Rounded : TableBorder.None, ShowHeaders = true };
        table.BorderColor(Color.Grey);
        for (var i = 0; i < columns.Count; i++)
        {
            var column = new TableColumn(new Text(columns[i], new Style(decoration: Decoration.Bold)))
            {
                NoWrap = !wraps,
                Alignment = i < textColumns ? Justify.Left : Justify.Right,
                Padding = IsInteractive ? new Padding(1, 0, 1, 0) : new Padding(0, 0, 2, 0),
            };
            table.AddColumn(column);
        }

        var isEmpty = true;
        foreach (var row in all)
        {
            isEmpty = false;
            table.AddRow(row.Select(static cell => new Text(cell)));
        }

        Title(title);
        if (isEmpty)
            Note("(nothing yet)");
        else
            _console.Write(table);
    }

    /// <summary>The width of a table, with the frame and the space around its cells.</summary>
    private int WidthOf(IReadOnlyList<string> columns, IReadOnlyList<string>[] rows) =>
        columns
            .Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max() + 2)
            .Sum(width => width + (IsInteractive ? 1 : 0));

    /// <summary>Writes a table that is wider than the terminal with a line for each cell: a number is never cut.</summary>
    private void Narrow(string title, IReadOnlyList<string> columns, IReadOnlyList<string>[] rows, int textColumns)
    {
        Title(title);
        var width = columns.Skip(textColumns).Max(static column => column.Length) + 2;
        foreach (var row in rows)
        {
            Note(string.Join(", ", row.Take(textColumns).Where(static cell => cell.Length > 0)));
            for (var i = textColumns; i < columns.Count; i++)
                Note($"  {(columns[i] + ":").PadRight(width)} {row[i]}");
        }

        if (rows.Length == 0)
            Note("(nothing yet)");
    }

    /// <summary>Writes bars, one a line, scaled to the greatest.</summary>
    public void Bars(string title, IReadOnlyList<(string Label, long Value)> bars)
    {
        var labels = bars.Max(static bar => bar.Label.Length);
        var numbers = bars.Max(static bar => Format.Count(bar.Value).Length);
        var length = Math.Clamp(_console.Profile.Width - labels - numbers - 3, 5, 50);
        var greatest = Math.Max(1, bars.Max(static bar => bar.Value));
        Title(title);
        foreach (var (label, value) in bars)
        {
            var bar = new string(IsInteractive ? '█' : '#', (int)Math.Ceiling(value * length / (double)greatest));
            _console.Write(new Text($"{label.PadLeft(labels)} "));
            _console.Write(new Text(bar, new Style(Color.Green)));
            _console.WriteLine($" {Format.Count(value)}");
        }
    }

    /// <summary>Shows how far a long work is: a bar on a terminal, a line before and after where the output is
    /// piped.</summary>
    public async Task ProgressAsync(string title, int steps, Func<Action, Task> work)
    {
        if (!IsInteractive)
        {
            Note($"{title}: {steps} ...");
            await work(static () => { });
            return;
        }

        await _console
            .Progress()
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(Markup.Escape(title), maxValue: steps);
                await work(() => task.Increment(1));
            });
    }

    /// <summary>The width that the environment gives for piped output, as other tools take it.</summary>
    private static int? ColumnsOfEnvironment() =>
        int.TryParse(
            Environment.GetEnvironmentVariable("COLUMNS"),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var columns
        )
        && columns >= 40
            ? columns
            : null;

    private void Title(string title)
    {
        _console.WriteLine();
        _console.Write(new Text(title, new Style(Color.Yellow, decoration: Decoration.Bold)));
        _console.WriteLine();
    }
}
