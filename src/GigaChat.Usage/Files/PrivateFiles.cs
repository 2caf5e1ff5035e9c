namespace GigaChat.Usage.Files;

/// <summary>Files and folders that only the user of the process can read, from the moment of their creation.</summary>
/// <remarks>On Windows the access rules are those inherited from the parent folder.</remarks>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;

    /// <summary>Opens a file; a new file has mode 0600 at once, so that no other user can open it in between.</summary>
    /// <exception cref="IOException">The file cannot be opened or created.</exception>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows() && mode is not (FileMode.Open or FileMode.Truncate))
            options.UnixCreateMode = FileMode600;
        return new FileStream(path, options);
    }

    /// <summary>Replaces a file with new content, completely or not at all.</summary>
    public static async Task ReplaceAsync(
        string path,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    )
    {
        var whole = $"{path}.{Environment.ProcessId}.tmp";

        // A file that a crash left behind would keep its mode.
        File.Delete(whole);
        var file = Open(whole, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(whole, path, overwrite: true);
    }

    /// <summary>Creates a folder with mode 0700; an existing one is not changed.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode700);
    }

    /// <summary>
    /// Removes the permissions of group and others from an existing file. Does nothing where that is not possible.
    /// </summary>
    public static void TightenFile(string path) => Tighten(path, FileMode600, File.Exists);

    /// <summary>
    /// Removes the permissions of group and others from an existing folder. Does nothing where that is not possible.
    /// </summary>
    public static void TightenFolder(string path) => Tighten(path, FolderMode700, Directory.Exists);

    private static void Tighten(string path, UnixFileMode most, Func<string, bool> exists)
    {
        if (OperatingSystem.IsWindows() || !exists(path))
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
