using System.Buffers;
using System.Text.Json;

namespace GigaChat.Usage.Capture;

/// <summary>
/// Collects the response to <c>GET /balance</c> and reads it: <c>{"balance":[{"usage":"GigaChat","value":875673}]}</c>.
/// </summary>
internal sealed class BalanceBody
{
    private const int Most = 64 * 1024;
    private const int MostFamilies = 100;

    /// <summary>The option of a request that marks it as a poll: its sender processes the response itself.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsPoll = new("GigaChat.Usage.BalancePoll");

    private readonly ArrayBufferWriter<byte> _bytes = new(512);
    private bool _isTooLong;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _isTooLong |= _bytes.WrittenCount + bytes.Length > Most;
        if (!_isTooLong)
            _bytes.Write(bytes);
    }

    /// <summary>Reads the snapshot of a response; <c>null</c> if the response contains none.</summary>
    public BalanceSnapshot? Read(int status, DateTimeOffset at)
    {
        if (status == 403)
            return new BalanceSnapshot(
                at,
                new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase),
                IsPayAsYouGo: true
            );
        if (status is < 200 or >= 300 || _isTooLong)
            return null;
        try
        {
            using var document = JsonDocument.Parse(_bytes.WrittenMemory);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("balance", out var list)
                && list.ValueKind == JsonValueKind.Array
                ? new BalanceSnapshot(at, Families(list))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, decimal> Families(JsonElement list)
    {
        var families = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in list.EnumerateArray().Take(MostFamilies))
        {
            if (
                entry.ValueKind == JsonValueKind.Object
                && entry.TryGetProperty("usage", out var name)
                && name.ValueKind == JsonValueKind.String
                && entry.TryGetProperty("value", out var value)
                && value.ValueKind == JsonValueKind.Number
                && value.TryGetDecimal(out var tokens)
            )
            {
                families[name.GetString()!] = tokens;
            }
        }

        return families;
    }
}
