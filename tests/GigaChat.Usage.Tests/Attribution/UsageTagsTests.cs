using System.Text.Json;
using CsCheck;

namespace GigaChat.Usage.Tests.Attribution;

/// <summary>Tags are sorted, immutable and equal by value.</summary>
[TestFixture]
internal sealed class UsageTagsTests
{
    private static readonly Gen<KeyValuePair<string, string>[]> Pairs = Gen.Select(
        Gen.String[1, 4],
        Gen.String[0, 4],
        KeyValuePair.Create
    ).Array[0, 12];

    [Test]
    public void Random_tags_are_the_last_values_by_key_whatever_the_order() =>
        Pairs.Sample(pairs =>
        {
            var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (key, value) in pairs)
                expected[key] = value;

            var tags = UsageTags.FromPairs(pairs);

            tags.Should().Equal(expected);
            tags.Keys.Should().Equal(expected.Keys);
            tags.Values.Should().Equal(expected.Values);
            var other = UsageTags.FromPairs(expected.Reverse());
            other.Equals(tags).Should().BeTrue();
            other.GetHashCode().Should().Be(tags.GetHashCode());
            UsageTags.Of("other", "1").With("one", "2").Equals(tags).Should().BeFalse();
        });

    /// <summary>In JSON too, with any text that is valid UTF-16.</summary>
    [Test]
    public void Fitted_tags_come_back_from_json_and_fit_again() =>
        Pairs.Sample(pairs =>
        {
            var fitted = UsageRecordLimits.FitTags(UsageTags.FromPairs(pairs));

            JsonSerializer.Deserialize<UsageTags>(JsonSerializer.Serialize(fitted)).Should().Equal(fitted);
            UsageTagsJsonConverter.FromText(UsageTagsJsonConverter.ToText(fitted)).Should().Equal(fitted);
            UsageRecordLimits.FitTags(fitted).Should().BeSameAs(fitted);
            fitted.Count.Should().BeLessThanOrEqualTo(UsageRecordLimits.Tags);
        });

    [Test]
    public void A_collection_expression_makes_tags()
    {
        UsageTags tags = [new("tenant", "acme"), new("feature", "chat"), new("tenant", "other")];

        tags.ToString().Should().Be("feature=chat, tenant=other");
        tags["tenant"].Should().Be("other");
        tags.TryGetValue("nothing", out _).Should().BeFalse();
        tags.Invoking(it => it["nothing"]).Should().Throw<KeyNotFoundException>();
        ((UsageTags)[]).Should().BeSameAs(UsageTags.Empty);
        FluentActions.Invoking(() => UsageTags.Of("", "x")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => UsageTags.Of("x", null!)).Should().Throw<ArgumentException>();
    }

    [Test]
    public void Records_without_tags_are_equal_however_they_were_made()
    {
        var record = new UsageRecord { CreatedAt = DateTimeOffset.UnixEpoch, Operation = UsageOperation.Embedding };

        (record with { Tags = null }).Should().Be(record);
        (record with { Tags = [] }).Should().Be(record);
        (record with { Tags = [new("a", "b")] }).Should().NotBe(record);
        (record with { Tags = [new("a", "b")] }).Should().Be(record with { Tags = UsageTags.Of("a", "b") });
        record.ToString().Should().NotContain("Tags");
    }

    [TestCase("[]")]
    [TestCase("{\"a\":1}")]
    [TestCase("\"a\"")]
    public void Json_that_is_no_object_of_texts_is_refused(string json) =>
        FluentActions.Invoking(() => JsonSerializer.Deserialize<UsageTags>(json)).Should().Throw<JsonException>();
}
