using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The page of an error.</summary>
internal static class Problem
{
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">The error.</param>
    /// <param name="message">The remedy.</param>
    /// <param name="isClosed"><c>true</c> if the assets and the other pages are closed to the viewer too; otherwise,
    /// <c>false</c>.</param>
    public static Task WriteAsync(
        HttpContext context,
        int status,
        Func<PageText, string> title,
        Func<PageText, string> message,
        bool isClosed = false
    )
    {
        var text = LanguageChoice.Of(context.Request);
        return PageWriter.WriteAsync(
            context,
            status,
            Draw(text, title(text), message(text), isClosed ? null : DashboardPath.LinksOf(context))
        );
    }

    public static Task NotFoundAsync(HttpContext context) =>
        WriteAsync(
            context,
            StatusCodes.Status404NotFound,
            static text => text.NotFoundTitle,
            static text => text.NotFoundText
        );

    public static Task BadQueryAsync(HttpContext context, BadQueryException error) =>
        WriteAsync(
            context,
            StatusCodes.Status400BadRequest,
            static text => text.BadQueryTitle,
            text => $"{text.BadQuery(error.Parameter)} {error.Expected(text)}"
        );

    public static Task StoreDownAsync(HttpContext context) =>
        WriteAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            static text => text.StoreTitle,
            static text => text.StoreText
        );

    private static Html Draw(PageText text, string title, string message, PageLinks? links) =>
        $"""
            <!DOCTYPE html>
            <html lang="{text.Code}">
            {Layout.Head(text, title, links)}
            <body>
            <main class="problem">
            <h1>{title}</h1>
            <p>{message}</p>
            {(links is null ? Html.Empty : Back(text, links))}
            </main>
            </body>
            </html>
            """;

    private static Html Back(PageText text, PageLinks links) =>
        $"""<p><a href="{links.Overview(OverviewQuery.Default)}">{text.Back}</a></p>""";
}
