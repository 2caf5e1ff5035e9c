using System.Globalization;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// An array of objects, the same in every language: times in UTC, shares from 0 to 1, rubles as numbers, null for
/// unknown values.
/// </summary>
internal sealed class JsonTableWriter : TableWriter
{
    private readonly IReadOnlyList<DataColumn> _columns;
    private readonly Utf8JsonWriter _json;

    public JsonTableWriter(PipeWriter pipe, IReadOnlyList<DataColumn> columns)
        : base(pipe)
    {
        _columns = columns;
        _json = new Utf8JsonWriter(
            pipe,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) }
        );
        _json.WriteStartArray();
    }

    public override void Row(IReadOnlyList<object?> cells)
    {
        _json.WriteStartObject();
        for (var i = 0; i < cells.Count; i++)
        {
            _json.WritePropertyName(_columns[i].Key);
            Write(cells[i]);
        }

        _json.WriteEndObject();
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _json.FlushAsync(cancellationToken).ConfigureAwait(false);
        await base.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override Task EndAsync(CancellationToken cancellationToken)
    {
        _json.WriteEndArray();
        return FlushAsync(cancellationToken);
    }

    /// <summary>Writes nothing: a truncated file must not look complete.</summary>
    public override ValueTask DisposeAsync()
    {
        _json.Reset(Stream.Null);
        _json.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write(object? cell)
    {
        switch (cell)
        {
            case null:
                _json.WriteNullValue();
                break;
            case NamedKey named:
                _json.WriteStringValue(named.Key);
                break;
            case long count:
                _json.WriteNumberValue(count);
                break;
            case decimal rubles:
                _json.WriteNumberValue(rubles);
                break;
            case UsageTags tags:
                _json.WriteStartObject();
                foreach (var (key, value) in tags)
                    _json.WriteString(key, value);
                _json.WriteEndObject();
                break;
            case bool flag:
                _json.WriteBooleanValue(flag);
                break;
            case double share:
                _json.WriteNumberValue(share);
                break;
            case TimeSpan duration:
                _json.WriteNumberValue(duration.TotalSeconds);
                break;
            case DateOnly day:
                _json.WriteStringValue(day.ToString("O", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset moment:
                _json.WriteStringValue(moment.ToUniversalTime());
                break;
            default:
                _json.WriteStringValue(Convert.ToString(cell, CultureInfo.InvariantCulture));
                break;
        }
    }
}
