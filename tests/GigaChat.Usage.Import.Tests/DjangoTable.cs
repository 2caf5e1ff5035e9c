using System.Diagnostics;
using System.Text.Json;

namespace GigaChat.Usage.Import.Tests;

/// <summary>A real Django database, filled and exported by <c>Django/usage_table.py</c>, with the answers of its
/// ORM.</summary>
internal sealed class DjangoTable : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gigachat-usage-django-");

    private DjangoTable() { }

    /// <summary>The answers of the ORM.</summary>
    public JsonElement Answers { get; private set; }

    public string this[string file] => Path.Combine(_folder.FullName, file);

    /// <summary>Fills and exports a table.</summary>
    /// <param name="postgreSql">The port of a server; SQLite when null.</param>
    /// <param name="seed">The seed of the rows.</param>
    /// <param name="now">The moment of the questions.</param>
    public static async Task<DjangoTable> FillAsync(string? postgreSql, int seed, DateTimeOffset now)
    {
        var table = new DjangoTable();
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["engine"] = postgreSql is null ? "sqlite3" : "postgresql",
            ["name"] = postgreSql is null ? table["db.sqlite3"] : "postgres",
            ["host"] = postgreSql is null ? "" : "127.0.0.1",
            ["port"] = postgreSql ?? "",
            ["user"] = postgreSql is null ? "" : "postgres",
            ["seed"] = seed,
            ["rows"] = 3_000,
            ["now"] = now.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
            ["select"] = Recipe.Select,
            ["folder"] = table._folder.FullName,
        };
        await PythonAsync(
            Path.Combine(AppContext.BaseDirectory, "Django", "usage_table.py"),
            JsonSerializer.Serialize(arguments)
        );
        table.Answers = JsonDocument.Parse(await File.ReadAllBytesAsync(table["answers.json"])).RootElement;
        return table;
    }

    /// <summary>Ends the test where Django is not installed: ignored on a laptop, failed on CI.</summary>
    /// <param name="modules">The modules of Python that it needs.</param>
    public static async Task RequireAsync(string modules)
    {
        try
        {
            await PythonAsync("-c", $"import {modules}");
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            var reason = $"Django cannot be used: {error.Message} Install python3-django and python3-psycopg2.";
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
                Assert.Fail(reason);
            Assert.Ignore(reason);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task PythonAsync(params string[] arguments)
    {
        // That of the system, which has the packages of apt, before another one in the path.
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        using var process = Process.Start(
            new ProcessStartInfo(python, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await using var killing = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        await output;
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{python} {arguments[0]} ended with code {process.ExitCode}: {await errors}"
            );
    }
}
