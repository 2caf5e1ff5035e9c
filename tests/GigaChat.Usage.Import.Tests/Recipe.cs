using System.Text.RegularExpressions;

namespace GigaChat.Usage.Import.Tests;

/// <summary>The SELECT of the recipe, as it is in the document.</summary>
internal static partial class Recipe
{
    public static string Select { get; } = Read();

    [GeneratedRegex(
        @"```sql\s+(?<select>SELECT id, generation_id[^;`]*);",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Block();

    private static string Read()
    {
        var recipes = File.ReadAllText(Path.Combine(RepositoryFolder.Find().FullName, "docs", "recipes.md"));
        return Block().Match(recipes) is { Success: true } match
            ? match.Groups["select"].Value
            : throw new InvalidOperationException("docs/recipes.md has no SELECT of the usage table.");
    }
}
