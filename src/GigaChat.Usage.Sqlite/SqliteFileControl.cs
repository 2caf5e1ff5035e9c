using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GigaChat.Usage.Sqlite;

/// <summary>Gets information from SQLite about the file of a connection.</summary>
internal static class SqliteFileControl
{
    /// <summary>
    /// The code SQLITE_FCNTL_HAS_MOVED: compares the number of the open file with that of the one at its path.
    /// </summary>
    private const int HasMovedCode = 20;

    // The managed library does not expose this function.
    private static readonly Lazy<FileControl?> Native = new(Load);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int FileControl(IntPtr database, IntPtr name, int code, ref int result);

    /// <summary>
    /// Gets <c>true</c> if the file was deleted, moved or replaced since the connection was opened; otherwise,
    /// <c>false</c>. Costs a read of the directory.
    /// </summary>
    public static bool HasMoved(SqliteConnection connection)
    {
        if (connection.Handle is not { } handle)
            return false;
        var moved = 0;
        if (Native.Value is { } control)
            return control(handle.DangerousGetHandle(), IntPtr.Zero, HasMovedCode, ref moved) == raw.SQLITE_OK
                && moved != 0;
        return IsNameless(connection.DataSource, canLoseName: !OperatingSystem.IsWindows());
    }

    /// <summary>Gets <c>true</c> if an open file no longer has its name; otherwise, <c>false</c>.</summary>
    /// <param name="path">The path that it was opened by; empty for a database in memory.</param>
    /// <param name="canLoseName"><c>true</c> if the operating system lets a file be deleted while it is open; otherwise,
    /// <c>false</c>.</param>
    public static bool IsNameless(string? path, bool canLoseName) =>
        canLoseName && path is { Length: > 0 } && !File.Exists(path);

    /// <summary>
    /// Gets <c>true</c> if a file that this process has open was deleted, as far as the operating system reports it;
    /// otherwise, <c>false</c>.
    /// </summary>
    public static bool IsDeleted(string path)
    {
        const string files = "/proc/self/fd";
        if (!Directory.Exists(files))
            return false;
        foreach (var file in new DirectoryInfo(files).EnumerateFileSystemInfos())
        {
            if (string.Equals(Target(file), path + " (deleted)", StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static string? Target(FileSystemInfo file)
    {
        try
        {
            return file.LinkTarget;
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return null;
        }
    }

    private static FileControl? Load() =>
        NativeLibrary.TryLoad(
            raw.GetNativeLibraryName(),
            typeof(SqliteFileControl).Assembly,
            searchPath: null,
            out var library
        ) && NativeLibrary.TryGetExport(library, "sqlite3_file_control", out var address)
            ? Marshal.GetDelegateForFunctionPointer<FileControl>(address)
            : null;
}
