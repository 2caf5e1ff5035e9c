using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GigaChat.Usage.Sqlite;

/// <summary>Asks SQLite about the file of a connection.</summary>
internal static class SqliteFileControl
{
    /// <summary>SQLITE_FCNTL_HAS_MOVED: compares the number of the open file with that of the one in its
    /// place.</summary>
    private const int HasMovedCode = 20;

    // The managed library does not pass this function on.
    private static readonly Lazy<FileControl?> Native = new(Load);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int FileControl(IntPtr database, IntPtr name, int code, ref int result);

    /// <summary>Whether the file was deleted, moved or replaced since the connection was opened. Costs a look at the
    /// directory.</summary>
    public static bool HasMoved(SqliteConnection connection)
    {
        if (connection.Handle is not { } handle)
            return false;
        var moved = 0;
        if (Native.Value is { } control)
            return control(handle.DangerousGetHandle(), IntPtr.Zero, HasMovedCode, ref moved) == raw.SQLITE_OK
                && moved != 0;
        return !OperatingSystem.IsWindows() && connection.DataSource is { Length: > 0 } path && !File.Exists(path);
    }

    /// <summary>Whether a file that this process holds open was deleted, as far as the operating system
    /// tells.</summary>
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
