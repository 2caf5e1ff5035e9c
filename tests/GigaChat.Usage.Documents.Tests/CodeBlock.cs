using System.Text.RegularExpressions;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>A block of C# in a document.</summary>
/// <param name="Document">The document, from the repository's root.</param>
/// <param name="Line">The line of its first line of code, from 1.</param>
/// <param name="Code">The code.</param>
internal sealed partial record CodeBlock(string Document, int Line, string Code)
{
    public static IEnumerable<CodeBlock> All(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        return Fence().Matches(text).Select(match =>
        {
            var code = match.Groups["code"];
            return new CodeBlock(document, text.AsSpan(0, code.Index).Count('\n') + 1, code.Value);
        });
    }

    public override string ToString() => $"{Document}:{Line}";

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Fence();
}
