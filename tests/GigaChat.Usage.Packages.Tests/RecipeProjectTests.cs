using System.Text.RegularExpressions;

namespace GigaChat.Usage;

/// <summary>A program of the documents, copied as it is into a new project with the packages that are named there.
/// </summary>
[TestFixture]
internal sealed partial class RecipeProjectTests
{
    [Test]
    public async Task First_number_of_the_guide_runs_in_a_new_console_project()
    {
        var folder = Project(
            "Microsoft.NET.Sdk",
            "docs/getting-started.md",
            "GigaChatServer.StartAsync()",
            "GigaChat.Usage.Sqlite",
            "GigaChat.Usage.Testing"
        );

        (await DotNet.RunAsync(folder, "run")).Should().MatchRegex(@"\d+ tokens, \d+[.,]\d\d ₽");
    }

    [Test]
    public async Task Recipe_of_aspnet_core_builds_in_a_new_web_project()
    {
        // That it starts, records and answers health checks is a test of the documents.
        var folder = Project(
            "Microsoft.NET.Sdk.Web",
            "docs/recipes.md",
            "app.MapPost(\"/lessons\", async (Lesson lesson, IHttp",
            "GigaChat.Usage.AspNetCore",
            "GigaChat.Usage.Sqlite"
        );

        await DotNet.RunAsync(folder, "build");
    }

    private static string Project(string sdk, string document, string part, params string[] packages)
    {
        var folder = PackedLibraries.Consumers.CreateSubdirectory($"Recipe-{packages[0]}").FullName;
        var references = string.Concat(packages.Select(static name => $"<PackageReference Include=\"{name}\" />"));
        var output = sdk.EndsWith("Web", StringComparison.Ordinal) ? "" : "<OutputType>Exe</OutputType>";
        File.WriteAllText(
            Path.Combine(folder, "Recipe.csproj"),
            $"<Project Sdk=\"{sdk}\"><PropertyGroup>{output}</PropertyGroup><ItemGroup>{references}</ItemGroup></Project>"
        );
        File.WriteAllText(
            Path.Combine(folder, "Program.cs"),
            Block()
                .Matches(File.ReadAllText(Path.Combine(PackedLibraries.Repository.FullName, document)))
                .Select(static match => match.Groups["code"].Value)
                .Single(code => code.Contains(part, StringComparison.Ordinal))
        );
        return folder;
    }

    [GeneratedRegex(
        @"^```csharp\n(?<code>.*?)^```",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1_000
    )]
    private static partial Regex Block();
}
