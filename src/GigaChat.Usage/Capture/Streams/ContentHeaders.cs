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
}
