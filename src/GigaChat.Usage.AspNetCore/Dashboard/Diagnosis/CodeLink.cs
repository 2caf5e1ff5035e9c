using System.Reflection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The documentation of a code of the diagnostics.</summary>
internal static class CodeLink
{
    private const string Document = "docs/diagnosis.md";

    /// <summary>The repository that the package was built from; null in a build outside of one.</summary>
    private static readonly string? Repository = typeof(CodeLink)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static one => one.Key == "RepositoryUrl")
        ?.Value;

    /// <summary>Draws a code, with the way to its documentation: a link to the repository, or the name of the
    /// document.</summary>
    public static Html Draw(string code) => Draw(code, Repository);

    public static Html Draw(string code, string? repository) =>
        Of(code, repository) is { } href
            ? (Html)$"""<a class="unit" href="{href}" rel="noreferrer">{code}</a>"""
            : $"""<span class="unit" title="{Document}#{Anchor(code)}">{code}</span>""";

    private static string? Of(string code, string? repository) =>
        Uri.TryCreate(repository, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? $"{Trimmed(repository!)}/blob/main/{Document}#{Anchor(code)}"
            : null;

    private static string Trimmed(string repository)
    {
        var trimmed = repository.TrimEnd('/');
        return trimmed.EndsWith(".git", StringComparison.Ordinal) ? trimmed[..^4] : trimmed;
    }

    private static string Anchor(string code) => code.ToLowerInvariant();
}
