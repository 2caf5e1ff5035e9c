using GigaChat.Usage.Recording;
using GigaChat.Usage.Tests.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GigaChat.Usage.Tests.Doctor;

/// <content>Findings about the store itself.</content>
internal sealed partial class StoreFindingTests
{
    [Test]
    public async Task A_store_that_cannot_be_made_is_found()
    {
        await using var patient = new Patient(store: static _ => throw new FormatException("hunter2"));
        (await patient.FindingAsync(UsageFindingCode.CannotBeBuilt))
            .Figures["error"]
            .Should()
            .Be(nameof(FormatException));
    }

    [Test]
    public async Task That_no_store_was_chosen_is_found_and_the_choice_of_memory_is_well()
    {
        await using var none = new ServiceCollection().AddGigaChatUsageTracking().Services.BuildServiceProvider();
        (await none.GetRequiredService<GigaChatUsageDoctor>().ExamineAsync())
            .Findings.Select(static finding => finding.Code)
            .Should()
            .Equal(UsageFindingCode.NoStoreChosen, UsageFindingCode.NoCallSeen);

        await using var memory = new ServiceCollection()
            .AddGigaChatUsageTracking()
            .UseInMemory()
            .Services.BuildServiceProvider();
        (await memory.GetRequiredService<GigaChatUsageDoctor>().ExamineAsync())
            .Findings.Select(static finding => finding.Code)
            .Should()
            .Equal(UsageFindingCode.NoCallSeen);
    }

    [Test]
    public async Task A_store_that_is_down_is_a_finding_and_no_exception()
    {
        await using var patient = new Patient();
        patient.Store.OnRead = PatientStore.Down;

        var finding = await patient.FindingAsync(UsageFindingCode.StoreUnreadable);
        finding.Severity.Should().Be(UsageFindingSeverity.Error);
        finding
            .Figures.Should()
            .Equal(new Dictionary<string, object> { ["error"] = nameof(IOException), ["fault"] = "unavailable" });
    }

    [Test]
    public async Task A_store_that_never_answers_is_waited_for_ten_seconds()
    {
        await using var patient = new Patient();
        var asked = new TaskCompletionSource();
        patient.Store.OnRead = () =>
        {
            asked.TrySetResult();
            return PatientStore.Never();
        };
        var examination = patient.FindingAsync(UsageFindingCode.StoreUnreadable);
        await asked.Task.Soon();
        examination.IsCompleted.Should().BeFalse();
        patient.Clock.Advance(TimeSpan.FromSeconds(10));
        (await examination).Figures["fault"].Should().Be("timed-out");
    }

    /// <summary>On a machine that is ten times slower the first queries take longer than ten seconds.</summary>
    [Test]
    public async Task A_process_that_computes_is_waited_for_up_to_a_minute()
    {
        await using var patient = new Patient();
        var asked = new TaskCompletionSource();
        patient.Store.OnRead = () =>
        {
            asked.TrySetResult();
            return PatientStore.Never();
        };
        var examination = patient.FindingAsync(UsageFindingCode.StoreUnreadable);
        await asked.Task.Soon();
        for (var seconds = 10; seconds < 60; seconds += 10)
        {
            patient.Processor += TimeSpan.FromSeconds(0.5);
            patient.Clock.Advance(TimeSpan.FromSeconds(10));
            examination.IsCompleted.Should().BeFalse();
        }

        patient.Processor += TimeSpan.FromSeconds(0.5);
        patient.Clock.Advance(TimeSpan.FromSeconds(10));
        (await examination).Figures["fault"].Should().Be("timed-out");
    }

    [Test]
    public async Task Who_cancels_sees_a_cancellation()
    {
        await using var patient = new Patient();
        using var cancelled = new CancellationTokenSource();
        patient.Store.OnRead = () =>
        {
            cancelled.Cancel();
            return PatientStore.Never();
        };
        await FluentActions
            .Awaiting(() => patient.ExamineAsync(cancelled.Token))
            .Should()
            .ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_store_that_answers_no_questions_is_found()
    {
        await using var patient = new Patient(store: static _ => new TestStore());
        await patient.CallAsync();
        (await patient.FindingAsync(UsageFindingCode.StoreAnswersNothing))
            .Figures["store"]
            .Should()
            .Be(nameof(TestStore));
    }

    [TestCase(UsageStoreSchemaState.Missing, UsageFindingCode.SchemaMissing, UsageFindingSeverity.Error)]
    [TestCase(UsageStoreSchemaState.Older, UsageFindingCode.SchemaOlder, UsageFindingSeverity.Error)]
    [TestCase(UsageStoreSchemaState.Newer, UsageFindingCode.SchemaNewer, UsageFindingSeverity.Warning)]
    [TestCase(UsageStoreSchemaState.OtherTimeZone, UsageFindingCode.OtherTimeZone, UsageFindingSeverity.Warning)]
    public async Task A_schema_of_another_version_is_found(
        UsageStoreSchemaState state,
        string code,
        UsageFindingSeverity severity
    )
    {
        await using var patient = new Patient();
        await patient.CallAsync();
        patient.Store.Schema = state;
        (await patient.FindingAsync(code)).Severity.Should().Be(severity);
    }

    /// <summary>Tables that cannot be read are not asked for figures; others are.</summary>
    [TestCase(UsageStoreSchemaState.Missing, false)]
    [TestCase(UsageStoreSchemaState.Older, false)]
    [TestCase(UsageStoreSchemaState.Newer, true)]
    [TestCase(UsageStoreSchemaState.OtherTimeZone, true)]
    public async Task A_schema_that_can_be_read_is_asked_for_figures(UsageStoreSchemaState state, bool isAsked)
    {
        await using var patient = new Patient();
        patient.Store.Schema = state;
        (await patient.ExamineAsync())
            .Findings.Any(static finding => finding.Code == UsageFindingCode.NoCallSeen)
            .Should()
            .Be(isAsked);
    }

    [Test]
    public async Task An_examination_of_a_store_that_fails_is_itself_a_finding()
    {
        await using var patient = new Patient(tracking: static builder =>
            builder.Services.Replace(
                ServiceDescriptor.Singleton<GigaChatTokenUsage>(static _ => throw new FormatException("hunter2"))
            )
        );
        var finding = await patient.FindingAsync(UsageFindingCode.ExaminationFailed);
        finding
            .Figures.Should()
            .Equal(new Dictionary<string, object> { ["part"] = "store", ["error"] = nameof(FormatException) });
    }
}
