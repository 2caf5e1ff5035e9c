namespace GigaChat.Usage;

/// <summary>The PostgreSQL that tests run on: started on first use, stopped at the end; or the one that
/// GIGACHAT_USAGE_TEST_POSTGRES names, whose user must be allowed to create databases.</summary>
[SetUpFixture]
internal sealed class PostgreSqlServer
{
    private const string Variable = "GIGACHAT_USAGE_TEST_POSTGRES";

    private static readonly SemaphoreSlim One = new(1, 1);
    private static string? _connectionString;
    private static LocalPostgreSql? _local;
    private static Exception? _failure;

    /// <summary>What tests do before the server stops.</summary>
    public static Func<Task> Stopping { get; set; } = static () => Task.CompletedTask;

    /// <summary>The server's connection string. Without a server the test is ignored, and fails where CI is
    /// true.</summary>
    public static async Task<string> GetAsync()
    {
        await One.WaitAsync();
        try
        {
            if (_connectionString is null && _failure is null)
                _connectionString = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
                    ? given
                    : (_local = await LocalPostgreSql.StartAsync(syncToDisk: false)).ConnectionString;
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

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await Stopping();
        if (_local is not null)
            await _local.DisposeAsync();
    }
}
