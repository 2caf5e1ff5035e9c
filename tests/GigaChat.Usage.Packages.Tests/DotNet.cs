using System.Diagnostics;
using System.Text;

namespace GigaChat.Usage;

/// <summary>Programs that the tests run to their end.</summary>
internal static class DotNet
{
    /// <summary>How long a program may take; until the machine has been timed, long enough for any.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Runs the .NET CLI and hands back what it wrote; fails the test when it did not succeed.</summary>
    public static Task<string> RunAsync(string folder, params IEnumerable<string> arguments) =>
        RunProgramAsync("dotnet", folder, arguments);

    /// <inheritdoc cref="RunAsync" />
    public static async Task<string> RunProgramAsync(
        string program,
        string folder,
        params IEnumerable<string> arguments
    )
    {
        var (exitCode, output) = await TryRunAsync(program, folder, arguments);
        if (exitCode != 0)
            Assert.Fail($"{program} {string.Join(' ', arguments)} ended with code {exitCode}.\n{output}");
        return output;
    }

    /// <summary>Runs a program that may fail.</summary>
    public static async Task<(int ExitCode, string Output)> TryRunAsync(
        string program,
        string folder,
        params IEnumerable<string> arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };

        // What the CLI that runs these tests tells its children is not for another one; nothing that this one starts
        // may outlive it and hold its output open.
        foreach (
            var name in start
                .Environment.Keys.Where(static name =>
                    name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
                    || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
                )
                .ToList()
        )
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["GigaChatUsageVersion"] = PackedLibraries.Version;

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (
                process.StandardOutput.ReadToEndAsync(patience.Token),
                process.StandardError.ReadToEndAsync(patience.Token)
            );
            await process.WaitForExitAsync(patience.Token);
            var text = await output + await errors;
            return (process.ExitCode, text);
        }
        catch (OperationCanceledException error)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{program} {string.Join(' ', start.ArgumentList)} did not end within {Patience.TotalMinutes:0} minutes.",
                error
            );
        }
    }
}
