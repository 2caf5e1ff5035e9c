using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace GigaChat.Usage;

/// <summary>A PostgreSQL of the tests' own: started on first use, unprivileged, on a free port and in a temporary folder, and stopped at the end.</summary>
/// <remarks>GIGACHAT_USAGE_TEST_POSTGRESQL names another server; its user must be allowed to create databases.</remarks>
[SetUpFixture]
internal sealed class PostgreSqlServer
{
    private const string Variable = "GIGACHAT_USAGE_TEST_POSTGRESQL";

    private static readonly SemaphoreSlim One = new(1, 1);
    private static string? _connectionString;
    private static string? _folder;
    private static Exception? _failure;
    private static Func<ValueTask>? _atStop;

    /// <summary>The server's connection string. Without a server the test is ignored, and fails where CI is true.</summary>
    public static async Task<string> GetAsync()
    {
        await One.WaitAsync();
        try
        {
            if (_connectionString is null && _failure is null)
                _connectionString = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : await StartAsync();
        }
        catch (Exception error)
        {
            _failure = error;
        }
        finally
        {
            One.Release();
        }

        if (_connectionString is not null)
            return _connectionString;
        var reason = $"No PostgreSQL to test with: {_failure!.Message} Install postgresql, or set {Variable}.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(reason);
        Assert.Ignore(reason);
        throw _failure;
    }

    /// <summary>Cleans up before the server stops.</summary>
    public static void AtStop(Func<ValueTask> action) => _atStop = action;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_atStop is not null)
            await _atStop();
        NpgsqlConnection.ClearAllPools();
        if (_folder is null)
            return;
        await RunAsync("pg_ctl", "stop", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w");
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("gigachat-usage-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
            await RunProcessAsync("chown", "postgres", folder);
        var data = Path.Combine(folder, "data");
        var port = FreePort();
        await RunAsync("initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await RunAsync("pg_ctl", "start", "-D", data, "-w", "-l", Path.Combine(folder, "log"), "-o", $"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c max_connections=200");
        _folder = folder;
        return $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    private static int FreePort()
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
            folders.AddRange(Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")));
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? throw new FileNotFoundException($"{name} was not found.");
    }

    private static async Task RunProcessAsync(string program, params string[] arguments)
    {
        // The server inherits what pg_ctl writes to: redirected output would keep this waiting for it.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null", program, .. arguments]) { WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Path.GetFileName(program)} {arguments.FirstOrDefault()} ended with code {process.ExitCode}.");
    }
}
