using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>Events that repeat their name as <c>type</c> in their data, and are numbered.</summary>
internal sealed class NumberedEvents(Exchange exchange)
{
    private readonly EventStream _stream = new(exchange);
    private int _number;

    public Task SendAsync(string name, JsonObject data, BilledTokens? billed = null)
    {
        data.Insert(0, "type", name);
        data.Insert(1, "sequence_number", _number++);
        return _stream.SendAsync(data, name, billed);
    }

    public Task EndAsync() => _stream.EndAsync();
}
