namespace GigaChat.Usage.Files;

/// <summary>Files and folders that only the user of the process can read, from the moment of their creation.</summary>
/// <remarks>On Windows the access rules are those inherited from the parent folder.</remarks>
internal static class PrivateFiles
{
    /// <summary>Opens a file; a new file has mode 0600 at once, so that no other user can open it in between.</summary>
    /// <exception cref="IOException">The file cannot be opened or created.</exception>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share) =>
        new(path, FileRules.Current.Options(mode, access, share));

    /// <summary>Opens a file that no other process has open.</summary>
    /// <exception cref="IOException">Another process has the file open.</exception>
    public static FileStream OpenAlone(string path, FileMode mode) =>
        Open(path, mode, FileAccess.ReadWrite, FileRules.Current.Alone);

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
    public static void CreateFolder(string path) => FileRules.Current.CreateFolder(path);

    /// <summary>
    /// Removes the permissions of group and others from an existing file. Does nothing where that is not possible.
    /// </summary>
    public static void TightenFile(string path) => FileRules.Current.TightenFile(path);

    /// <summary>
    /// Removes the permissions of group and others from an existing folder. Does nothing where that is not possible.
    /// </summary>
    public static void TightenFolder(string path) => FileRules.Current.TightenFolder(path);
}
