namespace GigaChat.Usage.Capture;

/// <summary>A content with a beginning that was read before it is sent.</summary>
internal interface IHeldContent
{
    HeldBody Body { get; }
}
