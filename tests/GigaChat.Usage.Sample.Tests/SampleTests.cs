using System.Text.RegularExpressions;

namespace GigaChat.Usage.Sample.Tests;

/// <summary>What a user sees who starts the sample.</summary>
[TestFixture]
[CancelAfter(240_000)]
internal sealed class SampleTests
{
    private string _database = null!;

    [SetUp]
    public void ChooseDatabase() =>
        _database = Path.Combine(Directory.CreateTempSubdirectory("gigachat-usage-sample-").FullName, "usage.db");

    [TearDown]
    public void DeleteDatabase() => Directory.Delete(Path.GetDirectoryName(_database)!, recursive: true);

    [Test]
    public async Task A_first_run_prints_the_report_and_a_second_adds_to_the_same_file(
        CancellationToken cancellationToken
    )
    {
        using var first = SampleProcess.Start("--database", _database);
        (await first.End(cancellationToken)).Should().Be((0, ""));
        first
            .Output.Should()
            .ContainAll(
                "Totals",
                "By operation",
                "Image generation",
                "Cost by model",
                "Top users",
                "By type of access token",
                "DEVELOPER",
                "Tokens by day",
                "Forecast",
                "Accounting",
                "The last visit cost",
                "₽"
            )
            .And.NotContain("\u001b", "piped output is plain text");
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

        var counts = Regex.Match(
            sample.Output,
            @"served (?<served>\d+), recorded (?<recorded>\d+): nothing lost",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );
        counts.Success.Should().BeTrue(sample.Output);
        counts
            .Groups["served"]
            .Value.Should()
            .Be(counts.Groups["recorded"].Value)
            .And.Be($"{await Count(cancellationToken)}");
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
    public async Task The_doctor_fails_on_a_database_without_tables_and_leaves_it_as_it_is(
        CancellationToken cancellationToken
    )
    {
        await File.WriteAllBytesAsync(_database, [], cancellationToken);
        using var sample = SampleProcess.Start("--doctor", "--database", _database);
        (await sample.End(cancellationToken)).ExitCode.Should().Be(1);
        sample.Output.Should().Contain("Error").And.Contain(UsageFindingCode.SchemaMissing);
        using var store = new SqliteUsageStore($"Data Source={_database};Pooling=False", migrateOnStart: false);
        (await store.GetSchemaStateAsync(cancellationToken)).Should().Be(UsageStoreSchemaState.Missing);
    }

    [Test]
    public async Task An_import_adds_the_records_of_a_file_once(CancellationToken cancellationToken)
    {
        var csv = Path.ChangeExtension(_database, ".csv");
        await File.WriteAllTextAsync(
            csv,
            "id,operation_type,total_tokens,created_at\n1,TEXT_GENERATION,320,2026-01-31 12:30:00+03\n2,Генерация изображения,80,2026-02-01 12:30:00+03\n",
            cancellationToken
        );

        for (var run = 1; run <= 2; run++)
        {
            using var import = SampleProcess.Start("--database", _database, "--import", csv);
            (await import.End(cancellationToken)).Should().Be((0, ""));
            import
                .Output.Should()
                .Contain("Read 2 records with 400 tokens, from 2026-01-31 09:30:00Z to 2026-02-01 09:30:00Z.")
                .And.Contain("holds 400 tokens now.");
        }

        (await Count(cancellationToken)).Should().Be(2);
    }

    [Test]
    public async Task Import_takes_a_time_zone_and_a_model(CancellationToken cancellationToken)
    {
        var json = Path.ChangeExtension(_database, ".json");
        await File.WriteAllTextAsync(
            json,
            """[{"model": "generator.gigachattokenusage", "pk": 1, "fields": {"operation_type": "TEXT_GENERATION", "estimated_total_tokens": 320, "created_at": "2026-01-31 12:30:00"}}]""",
            cancellationToken
        );

        using var import = SampleProcess.Start(
            "--database",
            _database,
            "--import",
            json,
            "--time-zone",
            "Europe/Moscow",
            "--model",
            "GigaChat-2-Max"
        );

        (await import.End(cancellationToken)).Should().Be((0, ""));
        import.Output.Should().Contain("from 2026-01-31 09:30:00Z to");
        using var store = new SqliteUsageStore($"Data Source={_database};Pooling=False", migrateOnStart: false);
        (await new GigaChatTokenUsage(store).GetByModelAsync(cancellationToken: cancellationToken))
            .Should()
            .ContainSingle()
            .Which.Model.Should()
            .Be("GigaChat-2-Max");
    }

    [TestCase("--time-zone", "Europe/Nowhere", "Europe/Nowhere is no time zone")]
    [TestCase("--model", "GigaChat-2", "--time-zone and --model need --import")]
    public async Task Import_options_that_are_wrong_are_named(
        string option,
        string value,
        string message,
        CancellationToken cancellationToken
    )
    {
        using var sample = SampleProcess.Start(option, value);
        var end = await sample.End(cancellationToken);

        end.ExitCode.Should().Be(2);
        end.Errors.Should().Contain(message);
    }

    [Test]
    public async Task An_import_of_a_wrong_file_names_its_line(CancellationToken cancellationToken)
    {
        var csv = Path.ChangeExtension(_database, ".csv");
        await File.WriteAllTextAsync(
            csv,
            "id,operation_type,total_tokens,created_at\n1,TEXT_GENERATION,many,2026-01-31 12:30:00+03\n",
            cancellationToken
        );

        using var import = SampleProcess.Start("--database", _database, "--import", csv);
        var end = await import.End(cancellationToken);

        end.ExitCode.Should().Be(1);
        end.Errors.Should().Contain("Line 2, total_tokens").And.NotContain("   at ");
    }

    [TestCase("--help", 0, "--doctor", "")]
    [TestCase("--help", 0, "Usage:", "")]
    [TestCase("--wrong", 2, "", "--wrong")]
    public async Task Help_and_mistakes_are_answered(
        string argument,
        int exitCode,
        string output,
        string errors,
        CancellationToken cancellationToken
    )
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
