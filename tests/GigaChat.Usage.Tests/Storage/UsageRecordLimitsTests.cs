using CsCheck;
using GigaChat.Usage.Tests.Recording.Journal;

namespace GigaChat.Usage.Tests.Storage;

internal sealed class UsageRecordLimitsTests
{
    private static readonly UsageRecord Fitting = new()
    {
        CreatedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Operation = UsageOperation.TextGeneration,
        Topic = "тема \U0001F600",
        PromptTokens = 0,
        CompletionTokens = UsageRecordLimits.Tokens,
        TotalTokens = UsageRecordLimits.Tokens,
        Duration = TimeSpan.FromMicroseconds(1),
    };

    private static IEnumerable<TestCaseData> Faults =>
    [
        Fault("time zone", static it => it with { CreatedAt = it.CreatedAt.ToOffset(TimeSpan.FromHours(3)) }),
        Fault("ticks", static it => it with { CreatedAt = it.CreatedAt.AddTicks(1) }),
        Fault("before 1970", static it => it with { CreatedAt = DateTimeOffset.MinValue }),
        Fault("after 9998", static it => it with { CreatedAt = DateTimeOffset.MaxValue }),
        Fault("negative duration", static it => it with { Duration = TimeSpan.FromTicks(-10) }),
        Fault("ticks of duration", static it => it with { Duration = TimeSpan.FromTicks(1) }),
        Fault("ticks of first token", static it => it with { TimeToFirstToken = TimeSpan.FromTicks(1) }),
        Fault("blank operation", static it => it with { Operation = new UsageOperation("\0 ") }),
        Fault("long operation", static it => it with { Operation = new UsageOperation(new string('A', 51)) }),
        Fault("NUL", static it => it with { Topic = "a\0b" }),
        Fault("lone surrogate", static it => it with { UserName = "a\uD83D" }),
        Fault("empty", static it => it with { Platform = "" }),
        Fault("long model", static it => it with { Model = new string('m', 101) }),
        Fault("long version", static it => it with { ModelVersion = new string('v', 101) }),
        Fault("long user", static it => it with { UserId = new string('u', 129) }),
        Fault("long name", static it => it with { UserName = new string('n', 256) }),
        Fault("long token", static it => it with { AccessToken = new string('t', 129) }),
        Fault("long token type", static it => it with { AccessTokenType = new string('t', 51) }),
        Fault("long generation", static it => it with { GenerationId = new string('g', 129) }),
        Fault("long topic", static it => it with { Topic = new string('t', 256) }),
        Fault("long platform", static it => it with { Platform = new string('p', 51) }),
        Fault("long session", static it => it with { SessionId = new string('s', 129) }),
        Fault("long request", static it => it with { RequestId = new string('r', 129) }),
        Fault("long finish reason", static it => it with { FinishReason = new string('f', 51) }),
        Fault("negative prompt tokens", static it => it with { PromptTokens = -1 }),
        Fault("too many completion tokens", static it => it with { CompletionTokens = UsageRecordLimits.Tokens + 1 }),
        Fault("negative cached tokens", static it => it with { CachedPromptTokens = -1 }),
        Fault("too many tokens", static it => it with { TotalTokens = long.MaxValue }),
        Fault("negative prompt length", static it => it with { PromptLength = -1 }),
        Fault("negative response length", static it => it with { ResponseLength = -1 }),
        Fault("no attempt", static it => it with { Attempt = 0 }),
    ];

    [Test]
    public void A_record_that_fits_is_not_copied() => UsageRecordLimits.Fit(Fitting).Should().BeSameAs(Fitting);

    [TestCaseSource(nameof(Faults))]
    [Property("Lesson", "L19")]
    public void Whatever_does_not_fit_is_mended(Func<UsageRecord, UsageRecord> breaking)
    {
        var broken = breaking(Fitting);

        var fit = UsageRecordLimits.Fit(broken);

        fit.Should().NotBeSameAs(broken);
        (fit == broken && fit.CreatedAt.Offset == broken.CreatedAt.Offset).Should().BeFalse();
        UsageRecordLimits.Fit(fit).Should().BeSameAs(fit);
    }

    [Test]
    public void What_was_fitted_fits() =>
        RandomRecords.Any.Sample(static record =>
        {
            var fit = UsageRecordLimits.Fit(record);
            return ReferenceEquals(UsageRecordLimits.Fit(fit), fit);
        }, iter: 2_000);

    private static TestCaseData Fault(string name, Func<UsageRecord, UsageRecord> breaking) => new TestCaseData(breaking).SetArgDisplayNames(name);
}
