namespace GigaChat.Usage.Capture;

/// <summary>A content whose beginning was read before it is sent.</summary>
internal interface IHeldContent
{
    HeldBody Body { get; }
}
