using System.Diagnostics;
using System.Globalization;

namespace GigaChat.Usage;

/// <summary>A ClickHouse of one's own: its engine as a library behind its HTTP interface, in a process and a temporary
/// folder of its own; ended and deleted with its disposal.</summary>
internal sealed class LocalClickHouse : IAsyncDisposable
{
    private const string Engine = "GigaChat.Usage.ClickHouse.Engine";

    private readonly string _folder = Directory.CreateTempSubdirectory("gigachat-usage-ch-").FullName;
    private Process? _process;

    private LocalClickHouse() { }

    public int Port { get; private set; }

    public string ConnectionString =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username=default;Compression=false";

    /// <summary>The processor time that it has taken.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <exception cref="FileNotFoundException">libchdb is not installed.</exception>
    public static async Task<LocalClickHouse> StartAsync()
    {
        var server = new LocalClickHouse();
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, after <see cref="KillAsync"/> on the same port and data.</summary>
    public async Task StartAgainAsync()
    {
        var program = Path.GetFullPath(
            Path.Combine(
                AppContext.BaseDirectory,
                "..",
                "..",
                Engine,
                Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)),
                $"{Engine}.dll"
            )
        );
        _process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [program, FindLibrary(), _folder, Port.ToString(CultureInfo.InvariantCulture)]
            )
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = _process.StandardError.ReadToEndAsync();
        if (await _process.StandardOutput.ReadLineAsync() is not { } address)
            throw new InvalidOperationException($"The engine did not start: {await error}");
        Port = new Uri(address).Port;
    }

    /// <summary>Ends the process at once, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string FindLibrary()
    {
        if (Environment.GetEnvironmentVariable("GIGACHAT_USAGE_CHDB") is { Length: > 0 } given)
            return given;
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var folder = Path.Combine(cache, "gigachat-usage", "chdb", "node_modules", "@chdb");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "libchdb.so", SearchOption.AllDirectories).FirstOrDefault()
                ?? throw new FileNotFoundException($"libchdb.so was not found under {folder}.")
            : throw new FileNotFoundException("libchdb.so was not found: ./test.sh installs it where CI is true.");
    }
}
