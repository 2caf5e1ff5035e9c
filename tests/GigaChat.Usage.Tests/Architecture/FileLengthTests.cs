using FluentAssertions;
using NUnit.Framework;

namespace GigaChat.Usage.Tests.Architecture;

/// <summary>A file of more than 300 lines gives the reason in its first line.</summary>
internal sealed class FileLengthTests
{
    private const int Longest = 300;
    private const string Reason = "// Over 300 lines: ";

    [Test]
    public void A_long_file_gives_a_reason()
    {
        var root = RepositoryFolder.Find().FullName;
        var files = ((string[])["src", "tests", "samples", "benchmarks"])
            .SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
            )
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(static file => !file.Contains("/Migrations/", StringComparison.Ordinal)) // Generated.
            .ToList();

        files.Should().HaveCountGreaterThan(500);
        files
            .Select(file => (Path: file, Lines: File.ReadAllLines(Path.Combine(root, file))))
            .Where(static file =>
                file.Lines.Length > Longest && !file.Lines[0].StartsWith(Reason, StringComparison.Ordinal)
            )
            .Select(static file => $"{file.Path}: {file.Lines.Length} lines")
            .Should()
            .BeEmpty();
    }
}
