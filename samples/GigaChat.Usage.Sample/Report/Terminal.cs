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
            _console.Profile.Width = PipedWidth;
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
        foreach (var row in rows)
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

    /// <summary>Writes bars, one a line, scaled to the greatest.</summary>
    public void Bars(string title, IReadOnlyList<(string Label, long Value)> bars)
    {
        const int Length = 50;
        var greatest = Math.Max(1, bars.Max(static bar => bar.Value));
        var labels = bars.Max(static bar => bar.Label.Length);
        Title(title);
        foreach (var (label, value) in bars)
        {
            var bar = new string(IsInteractive ? '█' : '#', (int)Math.Ceiling(value * Length / (double)greatest));
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

    private void Title(string title)
    {
        _console.WriteLine();
        _console.Write(new Text(title, new Style(Color.Yellow, decoration: Decoration.Bold)));
        _console.WriteLine();
    }
}
