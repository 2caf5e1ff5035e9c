using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GigaChat.Usage;

/// <summary>A PostgreSQL server of one's own: unprivileged, on a free port of this machine and in a temporary folder;
/// stopped and deleted with its disposal.</summary>
internal sealed class LocalPostgreSql : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _options;
    private readonly int _port;
    private bool _isRunning;

    private LocalPostgreSql(string folder, int port, bool syncToDisk)
    {
        _port = port;
        _folder = folder;
        _options = $"-p {port} -h 127.0.0.1 -k {folder} -c max_connections=200 -c fsync={(syncToDisk ? "on" : "off")}";
        Address = $"127.0.0.1:{port}";
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    public string ConnectionString { get; }

    /// <summary>Host and port, as a connection string of several hosts has them.</summary>
    public string Address { get; }

    private string Data => Path.Combine(_folder, "data");

    /// <exception cref="FileNotFoundException">PostgreSQL is not installed.</exception>
    public static async Task<LocalPostgreSql> StartAsync(bool syncToDisk)
    {
        _ = FindProgram("initdb");
        var server = new LocalPostgreSql(await CreateFolderAsync(), FreePort(), syncToDisk);
        await RunAsync(
            "initdb",
            "-D",
            server.Data,
            "-U",
            "postgres",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync"
        );
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, on the same port and data.</summary>
    public async Task StartAsync()
    {
        await RunAsync(
            "pg_ctl",
            "start",
            "-D",
            Data,
            "-w",
            "-t",
            "600",
            "-l",
            Path.Combine(_folder, "log"),
            "-o",
            _options
        );
        _isRunning = true;
    }

    /// <summary>Stops it; clients lose their connections.</summary>
    public Task StopAsync() => StopAsync("fast");

    /// <summary>Lets it end as a power cut would.</summary>
    public Task KillAsync() => StopAsync("immediate");

    /// <summary>Starts a hot standby of it, which follows it and answers queries.</summary>
    public async Task<LocalPostgreSql> StartStandbyAsync()
    {
        var standby = new LocalPostgreSql(await CreateFolderAsync(), FreePort(), syncToDisk: false);
        await RunAsync(
            "pg_basebackup",
            "-h",
            "127.0.0.1",
            "-p",
            _port.ToString(CultureInfo.InvariantCulture),
            "-U",
            "postgres",
            "-D",
            standby.Data,
            "-R",
            "-X",
            "stream",
            "--checkpoint=fast",
            "--no-sync"
        );
        await standby.StartAsync();
        return standby;
    }

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => RunAsync("pg_ctl", "promote", "-D", Data, "-w", "-t", "600");

    public async ValueTask DisposeAsync()
    {
        if (_isRunning)
            await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A folder that PostgreSQL's programs, which refuse to be root, may write to.</summary>
    internal static async Task<string> CreateFolderAsync()
    {
        var folder = Directory.CreateTempSubdirectory("gigachat-usage-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
            await RunProcessAsync("chown", "postgres", folder);
        return folder;
    }

    private async Task StopAsync(string mode)
    {
        _isRunning = false;
        await RunAsync("pg_ctl", "stop", "-D", Data, "-m", mode, "-w", "-t", "600");
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs a program of PostgreSQL, which refuses to be root.</summary>
    private static Task RunAsync(string program, params string[] arguments)
    {
        var path = FindProgram(program);
        return Environment.IsPrivilegedProcess
            ? RunProcessAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : RunProcessAsync(path, arguments);
    }

    private static string FindProgram(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).ToList();
        if (Directory.Exists("/usr/lib/postgresql"))
            folders.AddRange(
                Directory
                    .GetDirectories("/usr/lib/postgresql")
                    .OrderDescending(StringComparer.Ordinal)
                    .Select(version => Path.Combine(version, "bin"))
            );
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{name} was not found.");
    }

    private static async Task RunProcessAsync(string program, params string[] arguments)
    {
        // The server inherits what pg_ctl writes to: redirected output would keep this waiting for it.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        await using var killing = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{Path.GetFileName(program)} {arguments.FirstOrDefault()} ended with code {process.ExitCode}."
            );
    }
}
