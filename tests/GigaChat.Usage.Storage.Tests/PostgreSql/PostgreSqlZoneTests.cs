using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace GigaChat.Usage;

/// <summary>The contract under the switch that lets the driver shift times, where neither the machine's zone nor the
/// session's is UTC (L25).</summary>
[TestFixture, Property("Lesson", "L25")]
internal sealed class PostgreSqlZoneTests
{
    public const string Variable = "GIGACHAT_USAGE_TEST_LEGACY_TIMESTAMPS";
    public const string Switch = "Npgsql.EnableLegacyTimestampBehavior";

    private const string MachineZone = "Asia/Vladivostok";
    private const string SessionZone = "America/New_York";

    /// <summary>In a process of its own: switch and zone are the whole process's.</summary>
    [Test, CancelAfter(1_800_000)]
    public async Task The_contract_holds_with_legacy_timestamps_and_other_zones_of_machine_and_session_L25(
        CancellationToken cancellationToken
    )
    {
        var server = new NpgsqlConnectionStringBuilder(await PostgreSqlServer.GetAsync())
        {
            Timezone = SessionZone,
        }.ConnectionString;
        string[] classes =
        [
            nameof(PostgreSqlUsageStoreTests),
            nameof(RetentionTests),
            nameof(MigrationTests),
            nameof(Zones),
        ];
        var filter = string.Join('|', classes.Select(name => $"FullyQualifiedName~{name}"));
        var start = new ProcessStartInfo(
            "dotnet",
            ["vstest", typeof(PostgreSqlZoneTests).Assembly.Location, $"--TestCaseFilter:{filter}"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (
            var (name, value) in new[]
            {
                (Variable, "true"),
                ("TZ", MachineZone),
                ("GIGACHAT_USAGE_TEST_POSTGRES", server),
            }
        )
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        await using var killing = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        process
            .ExitCode.Should()
            .Be(
                0,
                (output + await errors)
                    .Replace("{", "{{", StringComparison.Ordinal)
                    .Replace("}", "}}", StringComparison.Ordinal)
            );
        output.Should().Contain("Passed");
    }

    /// <summary>Runs in that process alone.</summary>
    [Test]
    public async Task Zones()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Assert.Pass("Only in the process that has the switch.");
            return;
        }

        await using var database = await PostgreSqlTestDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT current_setting('TimeZone'), timestamptz '2026-03-10 12:00+00'",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();

        (reader.GetString(0), TimeZoneInfo.Local.Id).Should().Be((SessionZone, MachineZone));
        reader
            .GetDateTime(1)
            .ToString("O", CultureInfo.InvariantCulture)
            .Should()
            .Be("2026-03-10T22:00:00.0000000+10:00", "the driver shifts times");
    }
}
