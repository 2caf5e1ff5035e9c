using System.Text;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture.Wire;

/// <summary>What tells that the API has changed.</summary>
[TestFixture]
internal sealed class WireCanaryTests
{
    private static WireCanary Look(params string[] answers)
    {
        var canary = new WireCanary();
        foreach (var answer in answers)
        {
            var scanner = new ResponseScanner();
            scanner.Reset(ChatContract.Instance);
            scanner.Read(Encoding.UTF8.GetBytes(answer));
            canary.Look(scanner);
        }

        return canary;
    }

    [Test]
    public void A_total_that_is_not_the_sum_of_its_parts()
    {
        Look(
            """{"usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":27}}""",
            """{"usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":26}}""",
            """{"usage":{"prompt_tokens":17,"completion_tokens":9,"total_tokens":25}}""",
            """{"usage":{}}""",
            "{}"
        )
            .TotalsThatDiffer.Should()
            .Be(2);
    }

    [TestCase("stop")]
    [TestCase("length")]
    [TestCase("function_call")]
    [TestCase("blacklist")]
    [TestCase("error")]
    [TestCase("tool_calls")]
    [TestCase("function_call_error")]
    [TestCase("request_blacklist")]
    [TestCase("request_whitelist")]
    [TestCase("request_filter")]
    [TestCase("response_blacklist")]
    [TestCase("content_filter")]
    public void A_finish_reason_of_the_contract_is_none(string reason) =>
        Look($$"""{"finish_reason":"{{reason}}"}""").UnknownFinishReasons.Count.Should().Be(0);

    [Test]
    public void A_finish_reason_and_a_field_that_are_new()
    {
        var canary = Look(
            """{"finish_reason":"tired","usage":{"total_tokens":1,"thought_tokens":2}}""",
            """{"finish_reason":"tired"}""",
            "{}"
        );

        (canary.UnknownFinishReasons.Count, canary.UnknownUsageFields.Count).Should().Be((2, 1));
        canary.UnknownFinishReasons.Names.Should().Equal("tired");
        canary.UnknownUsageFields.Names.Should().Equal("thought_tokens");
    }

    [Test]
    public void A_name_that_cannot_be_one_is_told_and_not_kept() =>
        Look("""{"usage":{"total tokens":1}}""").UnknownUsageFields.Names.Should().Equal(WireCanary.Unreadable);
}
