namespace GigaChat.Usage.Capture;

/// <summary>The wire's <c>model</c>: <c>alias:build</c>.</summary>
internal static class WireModel
{
    public static (string? Model, string? Version) Split(string? wire)
    {
        var colon = wire?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon < 0 ? (wire, null) : (WireNames.Get(wire.AsSpan(0, colon)), WireNames.Get(wire.AsSpan(colon + 1)));
    }

    /// <summary>The model that answered, where it can be one: GigaChat's, or the one asked for with something added. Else the one asked for.</summary>
    public static string? Choose(string? answered, string? asked) =>
        answered is not null && (asked is null || IsGigaChat(answered) || answered.StartsWith(asked, StringComparison.OrdinalIgnoreCase)) ? answered : asked;

    /// <summary>Whether a model is one of GigaChat's, by its name: <c>GigaChat…</c>, <c>GigaCheck…</c>, <c>Embeddings…</c>.</summary>
    public static bool IsGigaChat(string model) =>
        model.StartsWith("Giga", StringComparison.OrdinalIgnoreCase) || model.StartsWith("Embeddings", StringComparison.OrdinalIgnoreCase);
}
