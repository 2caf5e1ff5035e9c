using System.Reflection;
using System.Runtime.CompilerServices;
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

    /// <summary>The names of properties that may hold an access token, a key or a password.</summary>
    private static readonly string[] Names =
    [
        "AccessToken",
        "ConnectionString",
        "FingerprintKey",
        "Password",
        "Secret",
    ];

    [Test]
    public void No_type_with_a_generated_ToString_prints_a_secret()
    {
        var holders = ((Type[])[typeof(UsageRecord), typeof(UsageBudget)])
            .SelectMany(static type => type.Assembly.GetTypes())
            .Where(static type => type is { IsAbstract: false, ContainsGenericParameters: false, IsByRefLike: false })
            .SelectMany(static type =>
                type.GetProperties()
                    .Where(property => property.PropertyType == typeof(string) && Names.Contains(property.Name))
                    .Select(property => (Type: type, Property: property))
            )
            .ToList();

        holders.Should().HaveCountGreaterThan(4);
        foreach (var (type, property) in holders)
        {
            var holder = RuntimeHelpers.GetUninitializedObject(type);
            type.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!
                .SetValue(holder, Secret);
            Printed(holder).Should().NotContain(Secret, because: "{0} holds it in {1}", type.Name, property.Name);
        }

        static string? Printed(object holder)
        {
            try
            {
                return holder.ToString();
            }
            catch (NullReferenceException)
            {
                return null; // The object has no other members: it is not initialized.
            }
        }
    }

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
