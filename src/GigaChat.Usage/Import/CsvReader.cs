using System.Text;

namespace GigaChat.Usage;

/// <summary>Reads CSV (RFC 4180) row by row, parted by what parts its first two fields: a comma, a semicolon or a tab. Lines without a character are passed over.</summary>
internal sealed class CsvReader(TextReader text)
{
    /// <summary>Far more than any field has; where a quote never closes, the rest of the file would be one.</summary>
    private const int MaxFieldLength = 100_000;

    private readonly char[] _buffer = new char[16_384];
    private readonly StringBuilder _field = new();
    private int _at;
    private int _end;
    private char? _separator;
    private bool _isStarted;

    /// <summary>The line that is read, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The next row; null at the end.</summary>
    /// <exception cref="UsageImportException">A quote is wrong; the message names the line.</exception>
    public async ValueTask<CsvRow?> ReadAsync(CancellationToken ct)
    {
        await FillAsync(ct).ConfigureAwait(false);
        if (!_isStarted && Peek() == '\uFEFF')
            _at++;
        _isStarted = true;
        while (Peek() is '\r' or '\n')
            await EndLineAsync(ct).ConfigureAwait(false);
        if (Peek() is null)
            return null;

        var line = Line;
        var fields = new List<string>();
        while (true)
        {
            fields.Add(Peek() == '"' ? await ReadQuotedAsync(ct).ConfigureAwait(false) : await ReadPlainAsync(ct).ConfigureAwait(false));
            if (Peek() is not { } next || next is '\r' or '\n')
                break;
            _separator ??= next;
            await NextAsync(ct).ConfigureAwait(false);
        }

        await EndLineAsync(ct).ConfigureAwait(false);
        return new CsvRow(line, fields);
    }

    private async ValueTask<string> ReadPlainAsync(CancellationToken ct)
    {
        _field.Clear();
        while (Peek() is { } next && next is not ('\r' or '\n') && !IsSeparator(next))
        {
            if (next == '"')
                throw new UsageImportException($"Line {Line} has a quote inside a field that is not in quotes.");
            await TakeAsync(next, Line, ct).ConfigureAwait(false);
        }

        return _field.ToString();
    }

    private async ValueTask<string> ReadQuotedAsync(CancellationToken ct)
    {
        var begun = Line;
        _field.Clear();
        await NextAsync(ct).ConfigureAwait(false);
        while (Peek() is { } next)
        {
            if (next == '"')
            {
                await NextAsync(ct).ConfigureAwait(false);
                if (Peek() is not { } after || after is '\r' or '\n' || IsSeparator(after))
                    return _field.ToString();
                if (after != '"')
                    throw new UsageImportException($"Line {Line} has text after a closing quote.");
            }

            if (next == '\n')
                Line++;
            await TakeAsync(next, begun, ct).ConfigureAwait(false);
        }

        throw new UsageImportException($"The quote on line {begun} is never closed.");
    }

    private ValueTask TakeAsync(char next, int begun, CancellationToken ct)
    {
        if (_field.Length == MaxFieldLength)
            throw new UsageImportException($"A field that begins on line {begun} is longer than {MaxFieldLength:N0} characters; a quote may be missing.");
        _field.Append(next);
        return NextAsync(ct);
    }

    private bool IsSeparator(char next) => _separator is { } separator ? next == separator : next is ',' or ';' or '\t';

    /// <summary>Past LF, CR LF or CR.</summary>
    private async ValueTask EndLineAsync(CancellationToken ct)
    {
        if (Peek() is not { } end)
            return;
        Line++;
        await NextAsync(ct).ConfigureAwait(false);
        if (end == '\r' && Peek() == '\n')
            await NextAsync(ct).ConfigureAwait(false);
    }

    private char? Peek() => _at < _end ? _buffer[_at] : null;

    private ValueTask NextAsync(CancellationToken ct)
    {
        _at++;
        return FillAsync(ct);
    }

    private ValueTask FillAsync(CancellationToken ct) => _at < _end ? ValueTask.CompletedTask : ReadMoreAsync(ct);

    private async ValueTask ReadMoreAsync(CancellationToken ct)
    {
        _at = 0;
        _end = await text.ReadAsync(_buffer.AsMemory(), ct).ConfigureAwait(false);
    }
}
