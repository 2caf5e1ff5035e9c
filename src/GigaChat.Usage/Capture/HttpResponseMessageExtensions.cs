using GigaChat.Usage.Capture;

namespace GigaChat.Usage;

/// <summary>The usage of one response.</summary>
public static class HttpResponseMessageExtensions
{
    /// <summary>Gets the record of a tracked call, once its response has been read to the end or disposed. It does not
    /// wait for the store.</summary>
    /// <param name="response">The response.</param>
    /// <returns>
    /// The record; <c>null</c> while the response is still to be read, for a call that is not tracked, for a result
    /// file of a batch, which holds many calls, and where a handler around the tracking has replaced the response's
    /// content.
    /// </returns>
    public static UsageRecord? GetGigaChatUsage(this HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return (response.Content as ResponseTee)?.Usage;
    }
}
