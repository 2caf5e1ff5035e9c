namespace GigaChat.Usage.Capture;

/// <summary>
/// Specifies the kind of file that a completion can generate. If there are several, the last one in this order
/// determines the operation of the call.
/// </summary>
internal enum MadeFile : byte
{
    None,
    Audio,
    Model3D,
    Image,
}
