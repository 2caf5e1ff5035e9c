namespace GigaChat.Usage.Sample;

/// <summary>The SQLite file and the two that stand beside it while it is in use.</summary>
internal static class DatabaseFile
{
    public static void Delete(string path)
    {
        try
        {
            foreach (var suffix in (string[])["", "-wal", "-shm"])
                File.Delete(path + suffix);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"Cannot delete {path}: {error.Message}", error);
        }
    }
}
