using System.Text.Json;
using FluentAssertions;
using NUnit.Framework;

namespace GigaChat.Usage.Tests.PublicApi;

public sealed class UsageOperationTests
{
    [TestCase(true)]
    [TestCase(false)]
    public void A_conditional_with_null_is_no_operation(bool isSet)
    {
        UsageOperation? operation = isSet ? new UsageOperation("SUMMARY") : null;

        operation.HasValue.Should().Be(isSet);
    }

    [Test]
    public void A_string_converts_to_an_operation()
    {
        UsageOperation? operation = "SUMMARY";

        operation.Should().Be(new UsageOperation("SUMMARY"));
    }

    [Test]
    public void An_operation_is_written_to_JSON_as_its_value_and_read_back()
    {
        var json = JsonSerializer.Serialize(UsageOperation.Embedding);

        json.Should().Be("\"EMBEDDING\"");
        JsonSerializer.Deserialize<UsageOperation>(json).Should().Be(UsageOperation.Embedding);
    }

    [Test]
    public void An_operation_is_the_name_of_a_JSON_property_and_read_back()
    {
        var counts = new Dictionary<UsageOperation, int> { [new UsageOperation("SUMMARY")] = 7, [default] = 1 };

        var json = JsonSerializer.Serialize(counts);

        json.Should().Be("""{"SUMMARY":7,"UNKNOWN":1}""");
        JsonSerializer.Deserialize<Dictionary<UsageOperation, int>>(json).Should().Equal(counts);
    }

    [Test]
    public async Task Statistics_are_written_to_JSON()
    {
        var usage = new GigaChatTokenUsage(new InMemoryUsageStore());

        using var json = JsonDocument.Parse(JsonSerializer.Serialize(await usage.GetStatisticsAsync()));

        json.RootElement.GetProperty("ByOperation")
            .GetProperty("TEXT_GENERATION")
            .GetProperty("Tokens")
            .GetInt64()
            .Should()
            .Be(0);
    }
}
