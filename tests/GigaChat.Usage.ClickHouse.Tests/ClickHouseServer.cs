namespace GigaChat.Usage;

/// <summary>The ClickHouse that tests run on: started on first use, ended with the tests; or the one that
/// GIGACHAT_USAGE_TEST_CLICKHOUSE names, whose user must be allowed to create databases.</summary>
[SetUpFixture]
internal sealed class ClickHouseServer
{
    private const string Variable = "GIGACHAT_USAGE_TEST_CLICKHOUSE";

    private static readonly SemaphoreSlim One = new(1, 1);
    private static string? _connectionString;
    private static LocalClickHouse? _local;
    private static Exception? _failure;

    /// <summary>The cluster of a real server that tests of clusters run on; null without one.</summary>
    public static string? Cluster => Environment.GetEnvironmentVariable($"{Variable}_CLUSTER");

    public static bool IsReal => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

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
                    : (_local = await LocalClickHouse.StartAsync()).ConnectionString;
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
        Refuse(_failure!);
        throw _failure!;
    }

    /// <summary>A server for one test alone, which may be killed.</summary>
    public static async Task<LocalClickHouse> StartOwnAsync()
    {
        try
        {
            return await LocalClickHouse.StartAsync();
        }
        catch (Exception error)
        {
            Refuse(error);
            throw;
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_local is not null)
            await _local.DisposeAsync();
    }

    private static void Refuse(Exception failure)
    {
        var reason = $"No ClickHouse to test with: {failure.Message} Or set {Variable}.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(reason);
        Assert.Ignore(reason);
    }
}
