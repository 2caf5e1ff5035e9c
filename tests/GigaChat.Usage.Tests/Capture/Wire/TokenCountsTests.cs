using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture.Wire;

/// <summary>What a <c>usage</c> object bills.</summary>
[TestFixture]
internal sealed class TokenCountsTests
{
    private static TokenCounts Of(
        long? prompt = null,
        long? fresh = null,
        long? completion = null,
        long? cached = null,
        long? total = null
    ) =>
        new()
        {
            Prompt = prompt,
            FreshPrompt = fresh,
            Completion = completion,
            Cached = cached,
            Total = total,
        };

    [Test]
    public void The_total_that_is_told_is_billed_and_only_without_one_the_sum_of_what_is_known()
    {
        Of(prompt: 17, completion: 9, total: 30).BilledTotal.Should().Be(30);
        Of(prompt: 17, completion: 9).BilledTotal.Should().Be(26);
        Of(prompt: 17).BilledTotal.Should().Be(17);
        Of(completion: 9).BilledTotal.Should().Be(9);
    }

    [Test]
    public void A_prompt_told_without_its_cached_tokens_goes_before_one_that_may_hold_them()
    {
        Of(prompt: 40, fresh: 3).BilledPrompt.Should().Be(3);
        Of(fresh: 3).BilledPrompt.Should().Be(3);
        Of(prompt: 40).BilledPrompt.Should().Be(40);
        Of().BilledPrompt.Should().BeNull();
    }

    [TestCase(17, null, 9, 26, true)]
    [TestCase(17, null, 9, 27, false)]
    [TestCase(17, null, 9, 8, false)]
    [TestCase(40, 3, 9, 12, true, Description = "cached tokens left out of the total")]
    [TestCase(40, 3, 9, 49, true, Description = "cached tokens counted in")]
    [TestCase(40, 3, 9, 31, false)]
    [TestCase(40, 3, 9, 50, false)]
    [TestCase(17, null, null, 99, true, Description = "nothing to compare with")]
    [TestCase(null, null, 9, 99, true)]
    [TestCase(17, null, 9, null, true)]
    public void A_total_adds_up_when_it_is_prompt_and_completion(
        long? prompt,
        long? fresh,
        long? completion,
        long? total,
        bool addsUp
    ) => Of(prompt, fresh, completion, total: total).AddsUp.Should().Be(addsUp);

    [Test]
    public void Counts_are_empty_until_one_that_is_billed_is_known()
    {
        Of().IsEmpty.Should().BeTrue();
        Of(cached: 5).IsEmpty.Should().BeTrue("cached tokens are not billed");
        Of(prompt: 0).IsEmpty.Should().BeFalse();
        Of(fresh: 0).IsEmpty.Should().BeFalse();
        Of(completion: 0).IsEmpty.Should().BeFalse();
        Of(total: 0).IsEmpty.Should().BeFalse();
    }

    [Test]
    public void A_number_that_no_call_can_have_is_not_taken_and_told()
    {
        foreach (long? value in new long?[] { null, TokenCounts.MaxPlausible + 1 })
        {
            var counts = Of(total: 3);
            counts.Set(WireField.TotalTokens, value);
            (counts.Total, counts.IsImplausible).Should().Be((3, true));
        }

        var most = Of();
        most.Set(WireField.TotalTokens, TokenCounts.MaxPlausible);
        (most.Total, most.IsImplausible).Should().Be((TokenCounts.MaxPlausible, false));
    }

    [Test]
    public void Increments_add_up_by_what_each_bills()
    {
        var sum = Of(prompt: 40, fresh: 3, completion: 2, cached: 37, total: 5);
        sum.Add(Of(completion: 4));
        sum.Add(Of(prompt: 1, total: 1));

        sum.Should().Be(Of(prompt: 4, completion: 6, cached: 37, total: 10));
    }

    [Test]
    public void What_no_increment_tells_stays_unknown()
    {
        var sum = Of(prompt: 1);
        sum.Add(Of(prompt: 2));

        sum.Should().Be(Of(prompt: 3, total: 3));
    }

    [Test]
    public void One_increment_that_cannot_be_believed_spoils_the_sum([Values] bool first, [Values] bool second)
    {
        var sum = Of(total: 1) with { IsImplausible = first };
        sum.Add(Of(total: 1) with { IsImplausible = second });

        sum.IsImplausible.Should().Be(first || second);
    }
}
