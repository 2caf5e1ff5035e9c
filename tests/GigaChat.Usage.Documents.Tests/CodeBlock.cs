using System.Text.RegularExpressions;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>A block of code in a document.</summary>
/// <param name="Document">The document, from the repository's root.</param>
/// <param name="Line">The line of its first line of code, from 1.</param>
/// <param name="Code">The code.</param>
internal sealed partial record CodeBlock(string Document, int Line, string Code)
{
    /// <summary>The blocks of one language; of C# when none is named.</summary>
    public static IEnumerable<CodeBlock> All(string document, string language = "csharp")
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        return Fence()
            .Matches(text)
            .Where(match => match.Groups["language"].Value == language)
            .Select(match =>
            {
                var code = match.Groups["code"];
                return new CodeBlock(document, text.AsSpan(0, code.Index).Count('\n') + 1, code.Value);
            });
    }

    public override string ToString() => $"{Document}:{Line}";

    [GeneratedRegex(
        @"^```(?<language>\w+)\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1_000
    )]
    private static partial Regex Fence();
}
