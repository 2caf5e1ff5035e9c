using GigaChat.Usage.Files;

namespace GigaChat.Usage.Recording;

/// <summary>The directory that processes share, with a folder for each of them.</summary>
internal static class JournalDirectory
{
    /// <summary>The number of characters of a folder name, which is a UUID.</summary>
    private const int NameLength = 32;

    /// <summary>
    /// Removes the permissions of group and others from files that version 0.1 created with them. Does nothing where
    /// that is not possible.
    /// </summary>
    public static void Tighten(string directory)
    {
        try
        {
            if (!Directory.Exists(directory))
                return;
            var entries = Directory.GetFileSystemEntries(directory);
            foreach (var path in entries.Where(IsOfJournal))
                PrivateFiles.TightenFile(path);

            // The directory itself only if all of its entries belong to the journal: the application may share it with
            // others, such as /tmp.
            if (entries.Length > 0 && entries.All(IsOfJournal))
                PrivateFiles.TightenFolder(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A directory that cannot be listed belongs to others and is not changed; appending reports the error.
        }
    }

    private static bool IsOfJournal(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith(DeadLetterFile.Name, StringComparison.Ordinal)
            || (name.Length >= NameLength && Guid.TryParseExact(name.AsSpan(0, NameLength), "N", out _));
    }
}
