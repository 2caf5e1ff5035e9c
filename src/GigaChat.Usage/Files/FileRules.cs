namespace GigaChat.Usage.Files;

/// <summary>The differences between the file systems of operating systems.</summary>
internal abstract class FileRules
{
    /// <summary>The rules of the operating system that the process runs on.</summary>
    public static FileRules Current { get; } =
        OperatingSystem.IsWindows() ? new WindowsFileRules() : new UnixFileRules();

    /// <summary>
    /// The sharing of a file that no other process may have open, and that can be deleted while it is.
    /// </summary>
    public abstract FileShare Alone { get; }

    /// <summary>Gets the options of a file, which only the user of the process can read once it is created.</summary>
    public abstract FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share);

    /// <summary>Creates a folder that only the user of the process can use; an existing one is not changed.</summary>
    public abstract void CreateFolder(string path);

    /// <summary>Removes the permissions of group and others from an existing file.</summary>
    public abstract void TightenFile(string path);

    /// <summary>Removes the permissions of group and others from an existing folder.</summary>
    public abstract void TightenFolder(string path);
}
