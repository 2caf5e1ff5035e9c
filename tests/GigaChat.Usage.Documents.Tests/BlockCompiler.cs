using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>Compiles a block as the program of somebody who has the packages and the names in
/// <see cref="Given"/>.</summary>
internal static class BlockCompiler
{
    private const string Usings = """
        global using System;
        global using System.ClientModel;
        global using System.ClientModel.Primitives;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using GigaChat.Usage;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.EntityFrameworkCore;
        global using Microsoft.Extensions.AI;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.SemanticKernel;
        global using NUnit.Framework;
        global using OpenAI;
        global using OpenTelemetry.Exporter;
        global using OpenTelemetry.Metrics;
        global using OpenTelemetry.Resources;
        global using OpenTelemetry.Trace;
        global using GigaChat.Usage.Documents.Tests;
        global using static GigaChat.Usage.Documents.Tests.Given;
        """;

    private static readonly CSharpParseOptions Newest = new(LanguageVersion.Latest);

    private static readonly List<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Gets the errors of the compiler, with the lines of the document.</summary>
    public static IReadOnlyList<string> Errors(CodeBlock block) =>
        [
            .. Compile(block)
                .GetDiagnostics()
                .Where(static diagnostic =>
                    diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS5001"
                )
                .Select(diagnostic =>
                    $"{block.Document}:{diagnostic.Location.GetMappedLineSpan().StartLinePosition.Line + 1}: {diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"
                ),
        ];

    /// <summary>Loads a block that is a whole program.</summary>
    public static Assembly Load(CodeBlock block)
    {
        using var image = new MemoryStream();
        var result = Compile(block).Emit(image);
        result.Success.Should().BeTrue(string.Join('\n', result.Diagnostics));
        return Assembly.Load(image.ToArray());
    }

    private static CSharpCompilation Compile(CodeBlock block) =>
        CSharpCompilation.Create(
            "GigaChat.Usage.Documents.Block",
            [
                CSharpSyntaxTree.ParseText(UsingsOf(block), Newest),
                CSharpSyntaxTree.ParseText(
                    $"#line {block.Line} \"{block.Document}\"\n{Statements(block.Code)}",
                    Newest
                ),
            ],
            References,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );

    /// <summary>A block for xUnit has its <c>Assert</c>, not that of NUnit.</summary>
    private static string UsingsOf(CodeBlock block) =>
        block.Code.Contains("using Xunit;", StringComparison.Ordinal)
            ? Usings.Replace("global using NUnit.Framework;", "", StringComparison.Ordinal)
            : Usings;

    /// <summary>A block that goes on after a call is given that call.</summary>
    private static string Statements(string code)
    {
        if (!code.StartsWith('.'))
            return code;
        var end = code.TrimEnd();
        return $"services.AddGigaChatUsageTracking(){end}{(end.EndsWith(';') ? "" : ";")}";
    }
}
