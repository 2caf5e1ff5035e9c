namespace GigaChat.Usage.Capture;

/// <summary>A content that takes the place of a request's own while it is sent.</summary>
internal interface IRequestTee
{
    /// <summary>The request's own content.</summary>
    HttpContent Original { get; }
}
