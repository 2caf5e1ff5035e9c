using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// Chooses the viewer's language: by the address (<c>lang=ru</c>), then by the browser, otherwise English.
/// </summary>
internal static class LanguageChoice
{
    public const string Parameter = "lang";

    /// <summary>Gets the language of the address; null when it has no known one.</summary>
    public static string? Explicit(HttpRequest request)
    {
        var values = request.Query[Parameter];
        return values.Count == 1 && values[0] is "ru" or "en" ? values[0] : null;
    }

    public static PageText Of(HttpRequest request) =>
        (Explicit(request) ?? Preferred(request)) is "ru" ? PageText.Russian : PageText.English;

    private static string? Preferred(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var wanted))
            return null;
        return wanted
            .Where(static language => language.Quality is not 0)
            .OrderByDescending(static language => language.Quality ?? 1)
            .Select(static language => language.Value.Value?.Split('-')[0].ToLower(CultureInfo.InvariantCulture))
            .FirstOrDefault(static language => language is "ru" or "en");
    }
}
