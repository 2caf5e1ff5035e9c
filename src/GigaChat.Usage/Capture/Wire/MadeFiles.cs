namespace GigaChat.Usage.Capture;

/// <summary>The names of the kinds on the wire, and the operations of calls that generate them.</summary>
internal static class MadeFiles
{
    /// <summary>Gets the kind of the <c>target</c> of a file.</summary>
    public static MadeFile OfTarget(ReadOnlySpan<byte> target) =>
        target.SequenceEqual("image"u8) ? MadeFile.Image
        : target.SequenceEqual("3dmodel"u8) ? MadeFile.Model3D
        : target.SequenceEqual("audio"u8) ? MadeFile.Audio
        : MadeFile.None;

    /// <summary>
    /// Determines whether the <c>target</c> of a file has a known meaning. A text file is a part of a text generation.
    /// </summary>
    public static bool IsKnownTarget(ReadOnlySpan<byte> target) =>
        target.SequenceEqual("text"u8) || OfTarget(target) != MadeFile.None;

    /// <summary>Gets the kind that a built-in tool generates.</summary>
    public static MadeFile OfTool(ReadOnlySpan<byte> tool) =>
        tool.SequenceEqual("text2image"u8) || tool.SequenceEqual("image_generate"u8) ? MadeFile.Image
        : tool.SequenceEqual("model_3d_generate"u8) ? MadeFile.Model3D
        : MadeFile.None;

    /// <summary>Gets the kind that determines the operation of a call that generated both.</summary>
    public static MadeFile And(this MadeFile one, MadeFile other) => one > other ? one : other;

    /// <summary>Gets the operation of a call that generated a file; <c>null</c> if there is no file.</summary>
    public static UsageOperation? ToOperation(this MadeFile file) =>
        file switch
        {
            MadeFile.Image => UsageOperation.ImageGeneration,
            MadeFile.Model3D => UsageOperation.Model3DGeneration,
            MadeFile.Audio => UsageOperation.AudioGeneration,
            _ => default(UsageOperation?),
        };
}
