namespace GigaChat.Usage;

/// <summary>Where the repository is that the tests run in; for the projects that link this file.</summary>
internal static class RepositoryFolder
{
    public static DirectoryInfo Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GigaChat.Usage.sln")))
            folder = folder.Parent
                ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return folder;
    }
}
