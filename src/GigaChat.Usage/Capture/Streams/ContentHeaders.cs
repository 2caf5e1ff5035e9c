namespace GigaChat.Usage.Capture;

internal static class ContentHeaders
{
    /// <summary>Copies the headers without parsing them.</summary>
    public static void Copy(HttpContent from, HttpContent to)
    {
        foreach (var (name, values) in from.Headers.NonValidated)
        {
            if (values.Count == 1)
                to.Headers.TryAddWithoutValidation(name, values.ToString());
            else
                to.Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>Gets the length of a content as its header or the content itself states it.</summary>
    public static bool TryGetLength(HttpContent content, out long length)
    {
        var known = content.Headers.ContentLength;
        length = known ?? 0;
        return known is not null;
    }
}
