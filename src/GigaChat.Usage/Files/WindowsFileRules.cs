namespace GigaChat.Usage.Files;

/// <summary>Windows: access rules are those of the parent folder, and an open file has a name.</summary>
internal sealed class WindowsFileRules : FileRules
{
    /// <summary>Windows deletes an open file only if it is shared for deletion.</summary>
    public override FileShare Alone => FileShare.Delete;

    public override FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share) =>
        new()
        {
            Mode = mode,
            Access = access,
            Share = share,
            BufferSize = 0,
        };

    public override void CreateFolder(string path) => Directory.CreateDirectory(path);

    public override void TightenFile(string path) { }

    public override void TightenFolder(string path) { }
}
