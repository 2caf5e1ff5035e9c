namespace GigaChat.Usage.Capture;

/// <summary>
/// Identifies the contents that HTTP/2 and HTTP/3 may still be sending when the response headers have been received.
/// </summary>
internal static class DuplexContent
{
    /// <summary>
    /// Determines whether a content is neither a type of System.Net.Http nor derived from one: those override the
    /// internal <c>HttpContent.AllowDuplex</c>, which no type outside of the runtime can. A test compares this rule
    /// with the property for every content of the runtime.
    /// </summary>
    public static bool IsAllowed(HttpContent content)
    {
        if (content is ByteArrayContent or StreamContent or MultipartContent or ReadOnlyMemoryContent)
            return false;

        // The content of a response that is forwarded as a request, as a proxy does, has an internal type of the
        // runtime.
        for (var type = content.GetType(); type is not null && type != typeof(HttpContent); type = type.BaseType)
        {
            if (type.Assembly == typeof(HttpContent).Assembly)
                return false;
        }

        return true;
    }
}
