using GigaChat.Usage.Capture;
using GigaChat.Usage.Tests.Capture;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Tests.Doctor;

/// <summary>What the doctor sees of the wire.</summary>
[TestFixture]
internal sealed class CaptureFindingTests
{
    private static IReadOnlyList<WireFixture> Fixtures => WireFixtures.All;

    [TestCaseSource(nameof(Fixtures))]
    public void No_shape_of_the_contract_alarms_the_canary(WireFixture fixture)
    {
        var (canary, body) = (new WireCanary(), new BodyReader());
        body.Reset(fixture.Exchange.Contract);
        body.Read(fixture.Exchange.AnswerBytes);
        body.End();
        canary.Look(body.Answer);
        (
            canary.TotalsThatDiffer,
            canary.UnknownUsageFields.Count,
            canary.UnknownFinishReasons.Count,
            canary.UnknownFileTargets.Count
        )
            .Should()
            .Be((0, 0, 0, fixture.ToString() == "v2 file for spreadsheet" ? 1 : 0));
    }

    [Test]
    public async Task A_total_that_is_not_the_sum_is_found()
    {
        await using var patient = new Patient
        {
            Answer = Patient.Good.Replace("\"total_tokens\":26", "\"total_tokens\":28", StringComparison.Ordinal),
        };
        await patient.CallAsync(2);

        var finding = await patient.FindingAsync(UsageFindingCode.TotalDiffers);
        (finding.Severity, finding.Figures["answers"]).Should().Be((UsageFindingSeverity.Warning, 2L));
    }

    [TestCase(
        "\"prompt_tokens\":17,\"completion_tokens\":9,\"total_tokens\":26,\"prompt_tokens_details\":{\"cached_tokens\":3,\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":4}",
        TestName = "A gateway that speaks OpenAI's API is well"
    )]
    [TestCase(
        "\"input_tokens\":17,\"input_tokens_details\":{\"prompt_tokens\":12,\"cached_tokens\":5},\"output_tokens\":9,\"total_tokens\":26",
        TestName = "A total with cached tokens is well"
    )]
    [TestCase(
        "\"input_tokens\":17,\"input_tokens_details\":{\"prompt_tokens\":12,\"cached_tokens\":5},\"output_tokens\":9,\"total_tokens\":21",
        TestName = "A total without cached tokens is well"
    )]
    public async Task Known_dialects_are_well(string usage)
    {
        await using var patient = new Patient
        {
            Answer =
                """{"choices":[{"message":{"content":"Да"},"finish_reason":"stop"}],"model":"GigaChat-2","usage":{"""
                + usage
                + "}}",
        };
        await patient.CallAsync();
        (await patient.ExamineAsync()).Findings.Should().BeEmpty();
    }

    [TestCase("\"usage\":{\"reasoning_tokens\":5,\"audio\":{\"seconds\":[1,2]},")]
    [TestCase("\"usage\":{\"input_tokens_details\":{\"prompt_tokens\":17,\"audio\":3},\"reasoning_tokens\":5,")]
    public async Task An_unknown_field_of_usage_is_found_and_the_counts_are_read_all_the_same(string usage)
    {
        await using var patient = new Patient
        {
            Answer = Patient.Good.Replace("\"usage\":{", usage, StringComparison.Ordinal),
        };
        await patient.CallAsync(3);

        var finding = await patient.FindingAsync(UsageFindingCode.UsageFieldUnknown);
        finding.Figures["answers"].Should().Be(3L, "answers are counted, not fields");
        finding.Figures["fields"].Should().BeOneOf("audio", "reasoning_tokens");
        patient.Recorder.Counters.Persisted.Should().Be(3);
        (await patient.Services.GetRequiredService<GigaChatTokenUsage>().GetTotalTokensAsync()).Should().Be(3 * 26);
    }

    [Test]
    public async Task Names_of_unknown_things_are_few_and_never_text()
    {
        await using var patient = new Patient();
        for (var i = 0; i < 20; i++)
        {
            patient.Answer = Patient.Good.Replace(
                "\"usage\":{",
                $"\"usage\":{{\"{(i == 0 ? "пароль hunter2" : $"field{i}")}\":1,",
                StringComparison.Ordinal
            );
            await patient.CallAsync();
        }

        var finding = await patient.FindingAsync(UsageFindingCode.UsageFieldUnknown);
        finding.Figures["answers"].Should().Be(20L);
        finding.Figures["fields"].Should().Be("(unreadable), field1, field2, field3, field4, field5, field6, field7");
    }

    [Test]
    public async Task An_unknown_finish_reason_is_found()
    {
        await using var patient = new Patient
        {
            Answer = Patient.Good.Replace("\"stop\"", "\"moderation\"", StringComparison.Ordinal),
        };
        await patient.CallAsync();

        (await patient.FindingAsync(UsageFindingCode.FinishReasonUnknown)).Figures["reasons"].Should().Be("moderation");
    }

    [TestCase("video", "video")]
    [TestCase("секрет hunter2", "(unreadable)")]
    public async Task A_file_of_an_unknown_kind_is_found_and_recorded_as_text_generation(string target, string name)
    {
        await using var patient = new Patient(address: V2) { Answer = WithFile(target) };
        await patient.CallAsync(2);

        var finding = await patient.FindingAsync(UsageFindingCode.FileTargetUnknown);
        (finding.Severity, finding.Figures["answers"], finding.Figures["targets"])
            .Should()
            .Be((UsageFindingSeverity.Notice, 2L, name));
        var usage = patient.Services.GetRequiredService<GigaChatTokenUsage>();
        (await usage.GetStatisticsAsync()).ByOperation[UsageOperation.TextGeneration].Tokens.Should().Be(2 * 26);
    }

    [TestCase("text")]
    [TestCase("image")]
    [TestCase("audio")]
    [TestCase("3dmodel")]
    public async Task Files_of_known_kinds_are_no_finding(string target)
    {
        await using var patient = new Patient(address: V2) { Answer = WithFile(target) };
        await patient.CallAsync();

        (await patient.ExamineAsync()).Findings.Should().BeEmpty();
    }

    private const string V2 = "https://api.giga.chat/v2/";

    private static string WithFile(string target) =>
        $$$"""{"model":"GigaChat-2-Max","messages":[{"role":"assistant","content":[{"text":"Готово"},{"files":[{"id":"1","mime":"video/mp4","target":"{{{target}}}"}]}]}],"finish_reason":"stop","usage":{"input_tokens":17,"output_tokens":9,"total_tokens":26}}""";

    [Test]
    public async Task Answers_that_cannot_be_read_are_found()
    {
        await using var patient = new Patient { Answer = "<html>Sign in</html>" };
        await patient.CallAsync(2);

        (await patient.FindingAsync(UsageFindingCode.AnswersUnreadable)).Figures["answers"].Should().Be(2L);
    }

    [Test]
    public async Task Calls_with_too_many_tags_are_found()
    {
        await using var patient = new Patient();
        var tags = UsageTags.FromPairs(Enumerable.Range(0, 9).Select(i => KeyValuePair.Create($"k{i}", "v")));
        using (UsageScope.Begin(new UsageContext { Tags = tags }))
            await patient.CallAsync(2);

        (await patient.FindingAsync(UsageFindingCode.TagsDropped))
            .Figures.Should()
            .Equal(new Dictionary<string, object> { ["calls"] = 2L, ["limit"] = 8L });
    }

    [Test]
    public async Task An_enricher_that_throws_is_found()
    {
        await using var patient = new Patient(tracking: static builder => builder.AddEnricher<BrokenEnricher>());
        await patient.CallAsync(2);

        (await patient.FindingAsync(UsageFindingCode.CaptureFailed))
            .Figures.Should()
            .Equal(new Dictionary<string, object> { ["kind"] = "enricher", ["calls"] = 2L });
    }

    [TestCase(5, "5 minutes behind the API's")]
    [TestCase(-180, "3 hours ahead of the API's")]
    public async Task A_wrong_clock_is_found_until_it_is_right_again(int minutes, string seen)
    {
        await using var patient = new Patient { ClockOffset = TimeSpan.FromMinutes(minutes) };
        await patient.CallAsync();
        var finding = await patient.FindingAsync(UsageFindingCode.ClockWrong);
        finding.Seen.Should().Contain(seen);
        finding.Figures["offset"].Should().Be(patient.ClockOffset);

        patient.ClockOffset = TimeSpan.FromSeconds(100);
        await patient.CallAsync();
        await patient.FindingAsync(UsageFindingCode.ClockWrong); // Not looked at again within the minute.
        patient.Clock.Advance(TimeSpan.FromMinutes(1));
        await patient.CallAsync();
        (await patient.ExamineAsync()).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task The_clock_of_a_server_of_this_machine_says_nothing()
    {
        await using var patient = new Patient(address: "http://127.0.0.1/v1/") { ClockOffset = TimeSpan.FromDays(3) };
        await patient.CallAsync();
        (await patient.ExamineAsync()).Findings.Should().BeEmpty();
    }

    private sealed class BrokenEnricher : IUsageEnricher
    {
        public UsageContext Enrich(UsageContext context, HttpRequestMessage request) =>
            throw new InvalidOperationException("hunter2");
    }
}
