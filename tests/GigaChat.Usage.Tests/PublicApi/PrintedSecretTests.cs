using FluentAssertions;
using NUnit.Framework;

namespace GigaChat.Usage.Tests.PublicApi;

/// <summary>A log that prints a context, a record, a filter or a budget shows no access token.</summary>
public sealed class PrintedSecretTests
{
    private const string Secret = "sk-live-0123456789";

    private static object[] Holders { get; } =
    [
        new UsageContext { UserId = "42", AccessToken = Secret },
        new UsageRecord
        {
            CreatedAt = DateTimeOffset.UnixEpoch,
            Operation = UsageOperation.Embedding,
            UserId = "42",
            AccessToken = Secret,
        },
        new UsageFilter { UserId = "42", AccessToken = Secret },
        new UsageFilter { UserId = "42", Search = Secret[..12] },
        new UsageGroup { UserId = "42", AccessToken = Secret },
        new UsageBudget
        {
            Name = "42",
            Scope = BudgetScope.AccessToken,
            Key = Secret,
            Tokens = 1,
        },
    ];

    [TestCaseSource(nameof(Holders))]
    public void ToString_of_a_type_with_a_secret_leaves_the_secret_out(object holder) =>
        holder.ToString().Should().NotContain(Secret[..12]);

    [Test]
    public void ToString_of_a_context_shows_the_parts_that_are_set() =>
        new UsageContext
        {
            UserId = "42",
            AccessToken = Secret,
            Operation = UsageOperation.Embedding,
        }
            .ToString()
            .Should()
            .Be("UsageContext { UserId = 42, AccessToken = ***, Operation = EMBEDDING }");

    [Test]
    public void ToString_of_an_empty_context_has_no_parts() =>
        new UsageContext().ToString().Should().Be("UsageContext { }");
}
