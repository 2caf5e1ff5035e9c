using System.Diagnostics;
using System.Globalization;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Benchmarks.Reliability.Chaos;

/// <summary>A writer that is killed, halted, and started again.</summary>
internal sealed class ChaosProcess(ChaosOptions options) : IDisposable
{
    private Process? _process;

    public string Clock => Path.Combine(options.Folder!, $"{options.Name}.clock");

    public async Task StartAsync()
    {
        var ready = Path.Combine(options.Folder!, options.Name + ChaosWriter.Ready);
        File.Delete(ready);
        _process = Launch(options);
        while (!File.Exists(ready))
        {
            if (_process.HasExited)
                throw new InvalidOperationException(
                    $"The writer {options.Name} ended with code {_process.ExitCode}; see {LogOf(options)}."
                );
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public async Task HaltAsync(TimeSpan time)
    {
        await SignalAsync("-STOP");
        await Task.Delay(time, TimeProvider.System);
        await SignalAsync("-CONT");
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("-TERM");
        await _process!.WaitForExitAsync();
        if (_process.ExitCode != 0)
            throw new InvalidOperationException(
                $"The writer {options.Name} ended with code {_process.ExitCode}; see {LogOf(options)}."
            );
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        _process?.Dispose();
    }

    /// <summary>Starts this program with what a writer needs to know; what it prints goes to a file, so that no full
    /// pipe halts it.</summary>
    public static Process Launch(ChaosOptions options) =>
        Process.Start(
            new ProcessStartInfo(
                "sh",
                [
                    "-c",
                    $"exec dotnet \"$@\" >> '{LogOf(options)}' 2>&1",
                    "sh",
                    typeof(ChaosProcess).Assembly.Location,
                    options.Verb,
                    "--database",
                    options.Database,
                    "--connection",
                    options.ConnectionString!,
                    "--server",
                    options.Server!.AbsoluteUri,
                    "--folder",
                    options.Folder!,
                    "--name",
                    options.Name!,
                    "--rate",
                    options.Rate.ToString(CultureInfo.InvariantCulture),
                    "--writers",
                    options.Writers.ToString(CultureInfo.InvariantCulture),
                ]
            )
            {
                UseShellExecute = false,
            }
        )!;

    private static string LogOf(ChaosOptions options) => Path.Combine(options.Folder!, $"{options.Name}.log");

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
