using System.Runtime.Versioning;

namespace GigaChat.Usage.Files;

/// <summary>Unix: new files have mode 0600 and new folders 0700 from their creation.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixFileRules : FileRules
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;

    /// <summary>Any sharing makes the lock a shared one.</summary>
    public override FileShare Alone => FileShare.None;

    public override FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
            BufferSize = 0,
        };

        // The framework rejects a mode where no file is created.
        if (mode is not (FileMode.Open or FileMode.Truncate))
            options.UnixCreateMode = FileMode600;
        return options;
    }

    public override void CreateFolder(string path) => Directory.CreateDirectory(path, FolderMode700);

    public override void TightenFile(string path) => Tighten(path, FileMode600, File.Exists);

    public override void TightenFolder(string path) => Tighten(path, FolderMode700, Directory.Exists);

    private static void Tighten(string path, UnixFileMode most, Func<string, bool> exists)
    {
        if (!exists(path))
            return;
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~most) != 0)
                File.SetUnixFileMode(path, mode & most);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The entry belongs to another user, or is being deleted by another process.
        }
    }
}
