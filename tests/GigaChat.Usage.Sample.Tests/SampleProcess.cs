using System.Diagnostics;
using System.Text;

namespace GigaChat.Usage.Sample.Tests;

/// <summary>The sample as a user starts it: a process with its output piped.</summary>
internal sealed class SampleProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private SampleProcess(Process process) => _process = process;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static SampleProcess Start(params string[] arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var sample = Path.Combine(
            here.Parent!.Parent!.FullName,
            "GigaChat.Usage.Sample",
            here.Name,
            "GigaChat.Usage.Sample.dll"
        );
        var start = new ProcessStartInfo("dotnet", [sample, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = TestContext.CurrentContext.WorkDirectory,
        };
        start.Environment.Remove("GIGACHAT_CREDENTIALS");
        return new SampleProcess(Process.Start(start)!);
    }

    /// <summary>Reads until a line that contains a text, or to the end.</summary>
    public async Task ReadUntil(string text, CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            lock (_output)
                _output.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }
    }

    /// <summary>Asks the process to stop as a service manager does.</summary>
    public async Task Terminate(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code, and what was written to the error stream.</returns>
    public async Task<(int ExitCode, string Errors)> End(CancellationToken cancellationToken)
    {
        var errors = _process.StandardError.ReadToEndAsync(cancellationToken);
        await ReadUntil("\0", cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, await errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
