using System.Text;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Tests.Doctor;

/// <summary>What the diagnostics report of calls by where they went.</summary>
[TestFixture]
internal sealed class HostFindingTests
{
    [Test]
    public async Task Calls_to_an_untracked_host_are_named_with_the_line_to_add()
    {
        await using var patient = new Patient(address: "http://gpt2giga:8090/v1/");
        await patient.Store.AppendAsync([ClientFindingTests.Old(patient)], default);
        await patient.SendAsync(3);

        var finding = await patient.FindingAsync(UsageFindingCode.CallsNotTracked);
        finding.Advice.Should().Contain("options.Hosts.Add(\"gpt2giga\");");
        finding.Figures.Should().Equal(new Dictionary<string, object> { ["host"] = "gpt2giga", ["calls"] = 3L });
    }

    [Test]
    public async Task Calls_to_the_host_are_recorded_once_it_is_added()
    {
        await using var patient = new Patient(
            static options => options.Hosts.Add("gpt2giga"),
            address: "http://gpt2giga:8090/v1/"
        );
        await patient.CallAsync(3);

        (await patient.ExamineAsync()).Findings.Should().BeEmpty();
        patient.Recorder.Counters.Persisted.Should().Be(3);
    }

    [Test]
    public async Task Hosts_beyond_the_first_are_one_finding()
    {
        await using var patient = new Patient();
        await patient.Store.AppendAsync([ClientFindingTests.Old(patient)], default);
        for (var i = 0; i < 20; i++)
        {
            for (var call = 0; call <= i; call++)
                await SendAsync(patient, $"https://host{i:00}.example/v1/chat/completions");
        }

        var findings = (await patient.ExamineAsync()).Findings;
        findings
            .Should()
            .HaveCount(6)
            .And.OnlyContain(static finding => finding.Code == UsageFindingCode.CallsNotTracked);
        findings.Sum(static finding => (long)finding.Figures["calls"]).Should().Be(210);
        var further = findings.Should().ContainSingle(static finding => "*".Equals(finding.Figures["host"])).Which;
        (further.Seen + further.Advice).Should().Contain("further hosts").And.NotContain("*");
    }

    [Test]
    [Property("Lesson", "L26")]
    public async Task Unknown_endpoint_of_a_known_host_is_found()
    {
        await using var patient = new Patient();
        await patient.CallAsync();
        await SendAsync(patient, "https://api.giga.chat/v1/video/generations");

        var finding = await patient.FindingAsync(UsageFindingCode.PathUnknown);
        finding
            .Figures.Should()
            .Equal(new Dictionary<string, object> { ["requests"] = 1L, ["paths"] = "/v1/video/generations" });
    }

    [Test]
    public async Task Stream_of_a_reseller_without_usage_is_found_and_the_option_advised()
    {
        await using var patient = new Patient();
        await patient.CallAsync(100);
        patient.Answer =
            "data: {\"choices\":[{\"delta\":{\"content\":\"Да\"},\"finish_reason\":\"stop\"}],\"model\":\"GigaChat/GigaChat-2-Max\"}\n\ndata: [DONE]\n\n";
        await SendAsync(patient, "https://foundation-models.api.cloud.ru/v1/chat/completions");

        var finding = (await patient.ExamineAsync())
            .Findings.Should()
            .ContainSingle(static finding => finding.Code == UsageFindingCode.StreamsWithoutUsage)
            .Subject;
        finding.Advice.Should().Contain("\"include_usage\": true");
        finding.Figures.Should().Equal(new Dictionary<string, object> { ["streams"] = 1L, ["resellers"] = "cloud.ru" });
    }

    private static async Task SendAsync(Patient patient, string address)
    {
        using var http = patient.Services.GetRequiredService<IHttpClientFactory>().CreateClient(Patient.Client);
        using var content = new StringContent(
            """{"model":"GigaChat/GigaChat-2-Max","messages":[{"role":"user","content":"?"}]}""",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await http.PostAsync(new Uri(address), content);
        await response.Content.ReadAsStringAsync();
    }
}
