namespace GigaChat.Usage.Capture;

/// <summary>Tells which contents HTTP/2 and HTTP/3 may still be sending when the response's headers have
/// come.</summary>
internal static class DuplexContent
{
    /// <summary>
    /// Returns <c>true</c> for a content that is neither one of System.Net.Http's own nor derived from one: those
    /// override the internal
    /// <c>HttpContent.AllowDuplex</c>, which nobody outside can. A test compares this rule with the property for every
    /// content of the runtime.
    /// </summary>
    public static bool IsAllowed(HttpContent content)
    {
        if (content is ByteArrayContent or StreamContent or MultipartContent or ReadOnlyMemoryContent)
            return false;

        // The response of another call that is sent on, as a proxy does, is of one of the runtime's internal types.
        for (var type = content.GetType(); type is not null && type != typeof(HttpContent); type = type.BaseType)
        {
            if (type.Assembly == typeof(HttpContent).Assembly)
                return false;
        }

        return true;
    }
}
