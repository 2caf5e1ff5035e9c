using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.Capture;

/// <summary>
/// The field <c>model</c> of the wire: <c>alias:build</c>, sometimes with a provider prefix
/// (<c>GigaChat/GigaChat-2-Max</c>).
/// </summary>
internal static class WireModel
{
    public static (string? Model, string? Version) Split(string? wire)
    {
        if (wire is null)
            return (null, null);
        var name = ModelName.WithoutProvider(wire);
        var colon = name.IndexOf(':');
        if (colon < 0)
            return (name.Length == wire.Length ? wire : WireNames.Get(name), null);
        return (WireNames.Get(name[..colon]), WireNames.Get(name[(colon + 1)..]));
    }

    /// <summary>
    /// Chooses the model of the response if it is a GigaChat model or the requested name with a suffix; otherwise, the
    /// requested model.
    /// </summary>
    public static string? Choose(string? answered, string? asked) =>
        answered is not null
        && (asked is null || IsGigaChat(answered) || answered.StartsWith(asked, StringComparison.OrdinalIgnoreCase))
            ? answered
            : asked;

    /// <summary>Determines whether a name is that of a GigaChat model, with any provider prefix.</summary>
    public static bool IsGigaChat(string model) => ModelName.IsGigaChat(ModelName.WithoutProvider(model));
}
