using System.Text.RegularExpressions;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>A block of a document, taken apart, so that the lines which a reader already has can be put around it.</summary>
internal sealed partial class Recipe
{
    private readonly CodeBlock _block;
    private readonly string _usings;
    private readonly string _types;

    /// <param name="document">The document, from the repository's root.</param>
    /// <param name="part">A part of the code that only this block has.</param>
    public Recipe(string document, string part)
    {
        _block = CodeBlock.All(document).Single(block => block.Code.Contains(part, StringComparison.Ordinal));
        var usings = Usings().Match(_block.Code);
        var types = FirstType().Match(_block.Code, usings.Length);
        var end = types.Success ? types.Index : _block.Code.Length;
        _usings = usings.Value;
        Statements = _block.Code[usings.Length..end];
        _types = _block.Code[end..];
    }

    /// <summary>The statements of the block.</summary>
    public string Statements { get; private init; }

    /// <summary>Makes a web application of the block, which records in memory.</summary>
    /// <param name="server">The server that the client <c>gigachat</c> calls.</param>
    /// <param name="beforeRun">Statements between the block and the start of the application.</param>
    /// <param name="types">Further types, and attributes.</param>
    /// <param name="usings">Further namespaces.</param>
    /// <param name="isBuilt"><c>true</c> if the block follows <c>builder.Build()</c>.</param>
    public CodeBlock Program(
        GigaChatServer server,
        string beforeRun = "",
        string types = "",
        string usings = "",
        bool isBuilt = false
    )
    {
        var store = Statements.Contains(".UseSqlite(", StringComparison.Ordinal) ? "" : ".UseInMemory()";
        var build = Declares("app") ? "" : "var app = builder.Build();\n";
        return _block with
        {
            Code = $$"""
                {{_usings}}
                {{usings}}
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddHttpClient("gigachat", http => http.BaseAddress = new Uri("{{server.V1BaseAddress}}"));
                builder.Services.AddSingleton<SeenRecords>();
                builder.Services.AddSingleton<IUsageObserver>(provider => provider.GetRequiredService<SeenRecords>());
                builder.Services.AddGigaChatUsageTracking(usage => usage.TrackLocalServers = true){{store}};
                {{(isBuilt ? build + Given() : "")}}
                {{Statements}}
                {{(isBuilt ? "" : build)}}
                {{beforeRun}}
                app.Run();
                {{_types}}
                {{types}}
                """,
        };

        // The names that a console recipe takes as given, as far as it does not declare them itself.
        string Given() =>
            string.Concat(
                Line("services", "app.Services"),
                Line("token", "\"key\""),
                Line("client", "app.Services.GetRequiredService<IHttpClientFactory>().CreateClient(\"gigachat\")"),
                Line(
                    "body",
                    "new { model = \"GigaChat-2-Max\", messages = new[] { new { role = \"user\", content = \"Что?\" } } }"
                ),
                Line(
                    "openAi",
                    $$"""new OpenAIClient(new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = new Uri("{{server.V1BaseAddress}}"), Transport = new HttpClientPipelineTransport(app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("gigachat")) })"""
                )
            );

        string Line(string name, string value) => Declares(name) ? "" : $"var {name} = {value};\n";
    }

    /// <summary>Gets the recipe with a replaced part of its statements, such as an address.</summary>
    public Recipe With(string part, string replacement)
    {
        Statements.Should().Contain(part);
        return new(this) { Statements = Statements.Replace(part, replacement, StringComparison.Ordinal) };
    }

    /// <summary>The whole block, for one that is a program, or that is compiled beside one.</summary>
    public CodeBlock Whole => _block;

    private Recipe(Recipe other) =>
        (_block, _usings, _types, Statements) = (other._block, other._usings, other._types, "");

    private bool Declares(string name) => Regex.IsMatch(Statements, $@"\bvar {name}\b", RegexOptions.None, OneSecond);

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [GeneratedRegex(@"\A(using [\w.]+;\s*)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Usings();

    [GeneratedRegex(
        @"^(public |internal |sealed |static |abstract )+(class|record|interface) ",
        RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex FirstType();
}
