namespace GigaChat.Usage.Capture;

/// <summary>The kinds of files that a completion can make. Of several the last in this order names the call.</summary>
internal enum MadeFile : byte
{
    None,
    Audio,
    Model3D,
    Image,
}
