using CsCheck;
using GigaChat.Usage.Recording;
using GigaChat.Usage.Storage;
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
            Fault("too many completion tokens", static it =>
                it with
                {
                    CompletionTokens = UsageRecordLimits.Tokens + 1,
                }
            ),
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
        RandomRecords.Any.Sample(
            static record =>
            {
                var fit = UsageRecordLimits.Fit(record);
                return ReferenceEquals(UsageRecordLimits.Fit(fit), fit);
            },
            iter: 2_000
        );

    [Test, Property("Lesson", "L38")]
    public void Ids_that_are_too_long_and_begin_alike_stay_different()
    {
        var begin = new string('u', 1_000);

        var (first, second) = (UsageRecordLimits.FitId(begin + "1")!, UsageRecordLimits.FitId(begin + "2")!);

        first.Should().NotBe(second).And.StartWith(begin[..103] + "~").And.HaveLength(UsageRecordLimits.Id);
        UsageRecordLimits.FitId(first).Should().BeSameAs(first);
        UsageRecordLimits
            .FitId(begin + "\0" + "1")
            .Should()
            .Be(first, "what is stored alike when it is short is one id when it is long");
    }

    [Test, Property("Lesson", "L38")]
    public void Different_ids_of_any_length_and_content_are_kept_apart() =>
        Gen.Select(
                Gen.Int[0, 3].Array[0, 300],
                Gen.Int[0, 3].Array[0, 300],
                Gen.Char['\uD83C', '\uDE02'],
                Gen.Int[1, 140]
            )
            .Sample(
                (a, b, odd, limit) =>
                {
                    limit += 40;
                    var (first, second) = (Text(a, odd), Text(b, odd));
                    var (fitFirst, fitSecond) = (
                        UsageRecordLimits.FitId(first, limit),
                        UsageRecordLimits.FitId(second, limit)
                    );
                    var areOne = UsageRecordLimits.FitText(first, 1_000) == UsageRecordLimits.FitText(second, 1_000);
                    return (fitFirst == fitSecond) == areOne
                        && (fitFirst?.Length ?? 0) <= limit
                        && UsageRecordLimits.FitId(fitFirst, limit) == fitFirst;

                    static string Text(int[] letters, char odd) =>
                        string.Concat(
                            letters.Select(letter =>
                                letter switch
                                {
                                    0 => "\0",
                                    1 => "a",
                                    2 => "\U0001F600",
                                    _ => odd.ToString(),
                                }
                            )
                        );
                },
                iter: 5_000
            );

    private static TestCaseData Fault(string name, Func<UsageRecord, UsageRecord> breaking) =>
        new TestCaseData(breaking).SetArgDisplayNames(name);
}
