using GigaChat.Usage.Recording;
using GigaChat.Usage.Tests.Recording;

namespace GigaChat.Usage.Tests.Doctor;

/// <summary>What the doctor sees of the records' way to the store.</summary>
[TestFixture]
internal sealed class RecorderFindingTests
{
    private string _directory = null!;

    [SetUp]
    public void ChooseDirectory() => _directory = Directory.CreateTempSubdirectory("gigachat-usage-doctor-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task A_queue_that_is_nearly_full_is_found_and_then_what_it_dropped()
    {
        await using var patient = new Patient(static options => options.QueueCapacity = 10);
        await patient.CallAsync();
        var writing = Block(patient);
        await patient.SendAsync();
        await writing.Soon();
        await patient.SendAsync(7);
        (await patient.ExamineAsync()).Findings.Should().BeEmpty("7 of 10 wait");

        await patient.SendAsync();
        var near = await patient.FindingAsync(UsageFindingCode.QueueNearlyFull);
        (near.Severity, near.Figures["records"], near.Figures["capacity"])
            .Should()
            .Be((UsageFindingSeverity.Warning, 8L, 10L));

        await patient.SendAsync(5);
        var findings = (await patient.ExamineAsync()).Findings;
        findings
            .Select(static finding => finding.Code)
            .Should()
            .Equal(UsageFindingCode.DroppedQueueFull, UsageFindingCode.QueueNearlyFull);
        (findings[0].Severity, findings[0].Figures["records"]).Should().Be((UsageFindingSeverity.Error, 3L));
    }

    [Test]
    public async Task A_journal_that_is_full_is_found()
    {
        await using var patient = new Patient(Journaled);
        await patient.CallAsync();
        var writing = Block(patient);
        await patient.SendAsync();
        await writing.Soon();
        while (patient.Recorder.Counters.DroppedJournalFull < 3)
            patient.Recorder.TryRecord(ClientFindingTests.Old(patient) with { Topic = new string('ж', 200) });

        var findings = (await patient.ExamineAsync()).Findings;
        findings
            .Select(static finding => finding.Code)
            .Should()
            .Equal(
                UsageFindingCode.DroppedJournalFull,
                UsageFindingCode.JournalNearlyFull,
                UsageFindingCode.NotJournaled
            );
        findings[0].Figures["records"].Should().Be(3L);

        void Journaled(GigaChatUsageOptions options)
        {
            (options.Durability, options.JournalDirectory, options.JournalMaxBytes, options.QueueCapacity) = (
                UsageDurability.Journaled,
                _directory,
                1 << 20,
                1
            );
        }
    }

    [Test]
    public async Task A_journal_that_cannot_be_written_is_found()
    {
        var file = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(file, "");
        await using var patient = new Patient(options =>
            (options.Durability, options.JournalDirectory) = (UsageDurability.Journaled, Path.Combine(file, "journal"))
        );
        await patient.CallAsync(2);

        (await patient.FindingAsync(UsageFindingCode.NotJournaled)).Figures["records"].Should().Be(2L);
    }

    [Test]
    public async Task Calls_that_end_after_the_recorder_are_found()
    {
        await using var patient = new Patient(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        await patient.CallAsync();
        await patient.Recorder.DisposeAsync();
        await patient.SendAsync(2);

        (await patient.FindingAsync(UsageFindingCode.DroppedStopped)).Figures["records"].Should().Be(2L);
    }

    [Test]
    public async Task Records_left_over_at_the_stop_are_found()
    {
        await using var patient = new Patient();
        await patient.CallAsync();
        var writing = Block(patient);
        await patient.SendAsync();
        await writing.Soon();
        await patient.SendAsync(2);
        await patient.Recorder.DisposeAsync();

        (await patient.FindingAsync(UsageFindingCode.RecordsLost)).Figures["records"].Should().Be(3L);
    }

    [Test]
    public async Task Refused_records_are_found_in_memory_or_in_their_file([Values] bool isKept)
    {
        await using var patient = new Patient(options => options.JournalDirectory = isKept ? _directory : null);
        await patient.CallAsync();
        patient.Store.OnWrite = static () => Task.FromException(new UsageDataException("hunter2"));
        await patient.CallAsync(2);

        var finding = await patient.FindingAsync(UsageFindingCode.RecordsRefused);
        (finding.Severity, finding.Figures["records"]).Should().Be((UsageFindingSeverity.Warning, 2L));
        finding.Figures.ContainsKey("file").Should().Be(isKept);
        finding.Seen.Should().EndWith(": 2.");

        if (!isKept)
            return;
        patient.Store.OnWrite = static () => Task.CompletedTask;
        await new UsageDeadLetters(_directory, patient.Store).ReplayAsync();
        (await patient.ExamineAsync()).Findings.Should().BeEmpty("they were replayed");
    }

    [Test]
    public async Task Of_many_refused_records_the_first_megabyte_is_counted()
    {
        await using var patient = new Patient(options => options.JournalDirectory = _directory);
        await patient.CallAsync();
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "dead-letters.jsonl"),
            string.Concat(Enumerable.Repeat(new string('x', 1023) + '\n', 1500))
        );

        var finding = await patient.FindingAsync(UsageFindingCode.RecordsRefused);
        (finding.Figures["records"], finding.Figures["further"]).Should().Be((1024L, 476 * 1024L));
        finding.Seen.Should().EndWith("1,024, and those in 487,424 further bytes.");
    }

    [Test]
    public async Task A_store_that_fails_is_found_and_its_error_is_not_quoted()
    {
        await using var patient = new Patient();
        await patient.CallAsync();
        patient.Store.OnWrite = PatientStore.Down;
        await patient.SendAsync();
        await UntilAsync(() => patient.Recorder.StoreTrouble is not null);
        patient.Clock.Advance(TimeSpan.FromMilliseconds(1));
        patient.Clock.Advance(TimeSpan.FromMinutes(3));

        var finding = await patient.FindingAsync(UsageFindingCode.StoreFails);
        finding.Severity.Should().Be(UsageFindingSeverity.Error);
        finding.Seen.Should().Contain("3 minutes").And.Contain(nameof(IOException));
        (finding.Figures["error"], finding.Figures["fault"], finding.Figures["waiting"])
            .Should()
            .Be((nameof(IOException), "unavailable", 1L));
        finding.Advice.Should().Contain("Check that the store is running");

        patient.Store.OnWrite = static () => Task.CompletedTask;
        await patient.Recorder.FlushAsync().Soon();
        (await patient.ExamineAsync()).Findings.Should().BeEmpty("the store is back");
    }

    [Test]
    public async Task A_store_that_lags_is_found()
    {
        await using var patient = new Patient(static options => options.WriteTimeout = TimeSpan.FromMinutes(10));
        await patient.CallAsync();
        var writing = Block(patient);
        await patient.SendAsync();
        await writing.Soon();
        patient.Clock.Advance(TimeSpan.FromSeconds(60));
        (await patient.ExamineAsync()).Findings.Should().BeEmpty();

        patient.Clock.Advance(TimeSpan.FromSeconds(30));
        var finding = await patient.FindingAsync(UsageFindingCode.StoreLags);
        (finding.Figures["age"], finding.Figures["waiting"]).Should().Be((TimeSpan.FromSeconds(90), 1L));
    }

    /// <summary>Lets writes hang from now on.</summary>
    /// <returns>Ends when one does.</returns>
    private static Task Block(Patient patient)
    {
        var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        patient.Store.OnWrite = () =>
        {
            writing.TrySetResult();
            return PatientStore.Never();
        };
        return writing.Task;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var patience = Patience.Token; !condition(); patience.ThrowIfCancellationRequested())
            await Task.Yield();
    }
}
