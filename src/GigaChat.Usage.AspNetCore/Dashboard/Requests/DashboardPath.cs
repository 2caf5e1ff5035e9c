using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.AspNetCore;

/// <summary>
/// The position of a request in the dashboard, computed from the number of segments of its address below the
/// dashboard's.
/// </summary>
internal static class DashboardPath
{
    /// <summary>Gets the addresses relative to the request's path.</summary>
    public static PageLinks LinksOf(HttpContext context)
    {
        // A relative address starts at the last segment; one more level when the path ends with a slash.
        var depth = DepthOf(context);
        var up = depth - 1 + (depth > 0 && EndsWithSlash(context) ? 1 : 0);
        return new PageLinks(
            up <= 0 ? "./" : string.Concat(Enumerable.Repeat("../", up)),
            LanguageChoice.Explicit(context.Request)
        );
    }

    /// <summary>
    /// Gets the redirect of a request that lacks the slash after the dashboard's path, which relative addresses need;
    /// null when it has it.
    /// </summary>
    public static string? Redirect(HttpContext context) =>
        EndsWithSlash(context) ? null : $"{LastSegment(context)}/{context.Request.QueryString}";

    /// <summary>Gets this page with its parameters, one of them set to another value, or left out.</summary>
    public static string With(HttpContext context, string name, string? value)
    {
        var parameters = context
            .Request.Query.Where(parameter => !string.Equals(parameter.Key, name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(
                static parameter => parameter.Value.Where(static value => !string.IsNullOrEmpty(value)),
                static (parameter, value) => (parameter.Key, Value: value!)
            );
        var query = string.Join(
            '&',
            (value is null ? parameters : parameters.Append((Key: name, Value: value))).Select(static parameter =>
                $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"
            )
        );
        return query.Length == 0 ? $"./{LastSegment(context)}" : $"./{LastSegment(context)}?{query}";
    }

    private static int DepthOf(HttpContext context)
    {
        if (context.Request.RouteValues["rest"] is string rest)
            return rest.Trim('/').Split('/').Length;
        return context.GetEndpoint()?.Metadata.GetMetadata<DashboardDepth>()?.Segments ?? 0;
    }

    private static bool EndsWithSlash(HttpContext context) =>
        context.Request.Path.Value is not { Length: > 0 } path || path.EndsWith('/');

    private static string LastSegment(HttpContext context)
    {
        var path = context.Request.Path.ToUriComponent();
        return path[(path.LastIndexOf('/') + 1)..];
    }
}
