using System.Text.RegularExpressions;

namespace GigaChat.Usage.Sample.Tests;

/// <summary>What a user sees who starts the sample.</summary>
[TestFixture]
[CancelAfter(240_000)]
internal sealed class SampleTests
{
    private string _database = null!;

    [SetUp]
    public void ChooseDatabase() => _database = Path.Combine(Directory.CreateTempSubdirectory("gigachat-usage-sample-").FullName, "usage.db");

    [TearDown]
    public void DeleteDatabase() => Directory.Delete(Path.GetDirectoryName(_database)!, recursive: true);

    [Test]
    public async Task A_first_run_prints_the_report_and_a_second_adds_to_the_same_file(CancellationToken cancellationToken)
    {
        using var first = SampleProcess.Start("--database", _database);
        (await first.End(cancellationToken)).Should().Be((0, ""));
        first.Output.Should().ContainAll(
            "Totals", "By operation", "Image generation", "Cost by model", "Top users", "By type of access token", "DEVELOPER", "Tokens by day", "Forecast", "Accounting",
            "₽").And.NotContain("\u001b", "piped output is plain text");
        var records = await Count(cancellationToken);

        using var second = SampleProcess.Start("--database", _database);
        (await second.End(cancellationToken)).ExitCode.Should().Be(0);

        (await Count(cancellationToken)).Should().Be(2 * records).And.BeGreaterThan(100);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no SIGTERM.")]
    [Property("Lesson", "L1")]
    public async Task A_stop_under_load_loses_no_record(CancellationToken cancellationToken)
    {
        using var sample = SampleProcess.Start("--load", "--database", _database);
        await sample.ReadUntil("persisted", cancellationToken);
        await sample.Terminate(cancellationToken);

        (await sample.End(cancellationToken)).ExitCode.Should().Be(0, sample.Output);

        var counts = Regex.Match(sample.Output, @"served (?<served>\d+), recorded (?<recorded>\d+): nothing lost", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        counts.Success.Should().BeTrue(sample.Output);
        counts.Groups["served"].Value.Should().Be(counts.Groups["recorded"].Value).And.Be($"{await Count(cancellationToken)}");
        TestContext.Out.WriteLine(counts.Value);
    }

    [Test]
    public async Task The_doctor_looks_after_a_first_run_and_then_at_the_file_alone(CancellationToken cancellationToken)
    {
        using var first = SampleProcess.Start("--doctor", "--database", _database);
        (await first.End(cancellationToken)).Should().Be((0, ""));
        first.Output.Should().Contain("Top users").And.Contain("Diagnosis").And.NotContain("Error ");
        var records = await Count(cancellationToken);

        using var alone = SampleProcess.Start("--doctor", "--database", _database);
        (await alone.End(cancellationToken)).Should().Be((0, ""));
        alone.Output.Should().Contain("Examining").And.Contain("Diagnosis").And.NotContain("Top users");
        (await Count(cancellationToken)).Should().Be(records);
    }

    [Test]
    public async Task The_doctor_fails_on_a_database_without_tables_and_leaves_it_as_it_is(CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(_database, [], cancellationToken);
        using var sample = SampleProcess.Start("--doctor", "--database", _database);
        (await sample.End(cancellationToken)).ExitCode.Should().Be(1);
        sample.Output.Should().Contain("Error").And.Contain(UsageFindingCode.SchemaMissing);
        using var store = new SqliteUsageStore($"Data Source={_database};Pooling=False", migrateOnStart: false);
        (await store.GetSchemaStateAsync(cancellationToken)).Should().Be(UsageStoreSchemaState.Missing);
    }

    [TestCase("--help", 0, "--doctor", "")]
    [TestCase("--help", 0, "Usage:", "")]
    [TestCase("--wrong", 2, "", "--wrong")]
    public async Task Help_and_mistakes_are_answered(string argument, int exitCode, string output, string errors, CancellationToken cancellationToken)
    {
        using var sample = SampleProcess.Start(argument);
        var end = await sample.End(cancellationToken);

        end.ExitCode.Should().Be(exitCode);
        (output.Length > 0 ? sample.Output : end.Errors).Should().Contain(output + errors);
    }

    private async Task<long> Count(CancellationToken cancellationToken)
    {
        using var store = new SqliteUsageStore($"Data Source={_database};Pooling=False", migrateOnStart: false);
        var groups = await store.AggregateAsync(UsageFilter.All, UsageGrouping.None, cancellationToken);
        return groups[0].Count;
    }
}
