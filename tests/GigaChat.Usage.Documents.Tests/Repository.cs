namespace GigaChat.Usage.Documents.Tests;

internal static class Repository
{
    public static string Root { get; } = RepositoryFolder.Find().FullName;

    /// <summary>Every document for users, from the root, with slashes.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        .. Directory
            .GetFiles(Root, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(Path.Combine(Root, "src"), "README.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];
}
