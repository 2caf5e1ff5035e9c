using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace GigaChat.Usage;

/// <summary>PgBouncer in transaction mode before a server: each transaction may run on another connection.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private readonly string _folder;
    private readonly int _port;
    private Process? _process;

    private PgBouncer(string folder, int port) => (_folder, _port) = (folder, port);

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Starts it before a server.</summary>
    /// <exception cref="FileNotFoundException">It is not installed.</exception>
    public static async Task<PgBouncer> StartAsync(string server)
    {
        if (!IsInstalled)
            throw new FileNotFoundException("pgbouncer was not found.", Program);
        var bouncer = new PgBouncer(await LocalPostgreSql.CreateFolderAsync(), LocalPostgreSql.FreePort());
        await bouncer.PointAtAsync(server);
        await bouncer.StartAsync();
        return bouncer;
    }

    /// <summary>Names the server that connections lead to from the next start on.</summary>
    public Task PointAtAsync(string server)
    {
        var to = new NpgsqlConnectionStringBuilder(server);
        return File.WriteAllTextAsync(
            Settings,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                * = host={to.Host} port={to.Port} user={to.Username} password={to.Password ?? "none"}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {_port}
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = 20
                max_client_conn = 500
                """
            )
        );
    }

    private string Settings => Path.Combine(_folder, "pgbouncer.ini");

    /// <summary>The server's connection string by way of this one. Nothing is to be reset: a session is not the
    /// client's.</summary>
    public string Before(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = "127.0.0.1",
            Port = _port,
            NoResetOnClose = true,
        }.ConnectionString;

    public async Task StartAsync()
    {
        string[] command = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", Program, "-q", Settings]
            : [Program, "-q", Settings];
        _process = Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                WorkingDirectory = _folder,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!await IsListeningAsync())
            await Task.Delay(20, patience.Token);
    }

    /// <summary>Ends it in the middle of what it does; clients lose their connections.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsListeningAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"pgbouncer ended with code {_process.ExitCode}.");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
