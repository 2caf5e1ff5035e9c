using System.Globalization;

namespace GigaChat.Usage.Estimation;

/// <summary>
/// Derives the tokenizer from the name of a model, with or without a provider prefix and a build suffix.
/// </summary>
internal static class ModelBuild
{
    private const int FirstBuildOfThird = 10;
    private const int FirstPatchOfSecond = 28;

    /// <summary>Gets the name without the build: <c>GigaChat</c> of <c>GigaChat:2.0.28.2</c>.</summary>
    public static ReadOnlySpan<char> WithoutBuild(ReadOnlySpan<char> model)
    {
        var colon = model.LastIndexOf(':');
        return colon > 0 && IsBuild(model[(colon + 1)..]) ? model[..colon] : model;
    }

    public static ModelGeneration GenerationOf(ReadOnlySpan<char> model)
    {
        var name = WithoutBuild(model);
        if (name.Length < model.Length && GenerationOfBuild(model[(name.Length + 1)..]) is { } known)
            return known;
        name = name[(name.LastIndexOfAny('/', ':') + 1)..];
        if (name.StartsWith("Embeddings", StringComparison.OrdinalIgnoreCase))
            return ModelGeneration.First;
        if (!name.StartsWith("GigaChat", StringComparison.OrdinalIgnoreCase))
            return ModelGeneration.Third;
        var rest = name["GigaChat".Length..].TrimStart('-');
        return rest switch
        {
            [] or ['2', ..] => ModelGeneration.Second,
            [>= '3' and <= '9', ..] => ModelGeneration.Third,
            _ when rest.StartsWith("Lite", StringComparison.OrdinalIgnoreCase) => ModelGeneration.Second,
            _ when StartsWithAny(rest, "Pro", "Max", "Plus", "preview") => ModelGeneration.First,
            _ => ModelGeneration.Third,
        };
    }

    private static bool StartsWithAny(ReadOnlySpan<char> rest, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsBuild(ReadOnlySpan<char> text) => text.TrimStart('v') is [>= '0' and <= '9', ..];

    /// <summary>
    /// Gets the generation of a build. Observed: 1.0.26.20, 2.2.25.3 and 3.1.25.3 of the first, 2.0.28.2 and 2.0.30.01
    /// of the second, 32.3.18.5 of the third.
    /// </summary>
    private static ModelGeneration? GenerationOfBuild(ReadOnlySpan<char> build)
    {
        Span<Range> parts = stackalloc Range[4];
        build = build.TrimStart('v');
        var count = build.SplitAny(parts, ".-");
        if (count < 3 || !TryNumber(build[parts[0]], out var major) || !TryNumber(build[parts[2]], out var patch))
            return null;
        return major >= FirstBuildOfThird ? ModelGeneration.Third
            : patch >= FirstPatchOfSecond ? ModelGeneration.Second
            : ModelGeneration.First;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
