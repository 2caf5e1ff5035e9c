namespace GigaChat.Usage.Capture;

/// <summary>A content that replaces the original content of a request while it is sent.</summary>
internal interface IRequestTee
{
    /// <summary>The original content of the request.</summary>
    HttpContent Original { get; }
}
