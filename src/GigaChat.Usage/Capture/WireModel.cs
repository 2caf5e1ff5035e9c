using GigaChat.Usage.Pricing;

namespace GigaChat.Usage.Capture;

/// <summary>The wire's <c>model</c>: <c>alias:build</c>, at times with a provider before it
/// (<c>GigaChat/GigaChat-2-Max</c>).</summary>
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

    /// <summary>The model that answered, where it can be one: GigaChat's, or the one asked for with something added.
    /// Else the one asked for.</summary>
    public static string? Choose(string? answered, string? asked) =>
        answered is not null
        && (asked is null || IsGigaChat(answered) || answered.StartsWith(asked, StringComparison.OrdinalIgnoreCase))
            ? answered
            : asked;

    /// <summary>Whether a model is one of GigaChat's, by its name, whatever provider stands before it.</summary>
    public static bool IsGigaChat(string model) => ModelName.IsGigaChat(ModelName.WithoutProvider(model));
}
