using GigaChat.Usage.Files;

namespace GigaChat.Usage.Recording;

/// <summary>The directory that processes share, with a folder for each of them.</summary>
internal static class JournalDirectory
{
    /// <summary>The number of characters of a folder's name, a UUID.</summary>
    private const int NameLength = 32;

    /// <summary>Takes the rights of group and others off what version 0.1 created with them. Does nothing where that is
    /// not possible.</summary>
    public static void Tighten(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows() || !Directory.Exists(directory))
                return;
            var entries = Directory.GetFileSystemEntries(directory);
            foreach (var path in entries.Where(IsOfJournal))
                PrivateFiles.TightenFile(path);

            // The directory itself only where all in it is the journal's: it may be one that the application shares
            // with others, such as /tmp.
            if (entries.Length > 0 && entries.All(IsOfJournal))
                PrivateFiles.TightenFolder(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What cannot be listed is not ours to change; appending reports the error.
        }
    }

    private static bool IsOfJournal(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith(DeadLetterFile.Name, StringComparison.Ordinal)
            || (name.Length >= NameLength && Guid.TryParseExact(name.AsSpan(0, NameLength), "N", out _));
    }
}
