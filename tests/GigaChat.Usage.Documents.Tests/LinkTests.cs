using System.Text.RegularExpressions;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>Links within the repository lead somewhere.</summary>
[TestFixture]
internal sealed partial class LinkTests
{
    private static IReadOnlyList<string> Documents => Repository.Documents;

    [TestCaseSource(nameof(Documents))]
    public void Links_lead_to_a_file_and_to_a_heading_of_it(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (
            var target in Link()
                .Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
                .Select(static match => match.Groups["target"].Value)
        )
        {
            if (target.Contains("://", StringComparison.Ordinal))
                continue;
            var parts = target.Split('#');
            var path =
                parts[0].Length == 0
                    ? Path.Combine(Repository.Root, document)
                    : Path.GetFullPath(Path.Combine(folder, parts[0]));
            (File.Exists(path) || Directory.Exists(path)).Should().BeTrue($"{document} links to {target}");
            if (parts.Length == 2)
                Headings(path).Should().Contain(parts[1], $"{document} links to {target}");
        }
    }

    /// <summary>The anchors of a document, as hosts of repositories make them of its headings.</summary>
    private static IEnumerable<string> Headings(string path) =>
        Heading()
            .Matches(File.ReadAllText(path))
            .Select(static match =>
                NotInAnchor().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')
            );

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Link();

    [GeneratedRegex(
        @"^#+ (?<text>.+)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1_000
    )]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex NotInAnchor();
}
