using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Alerts.Tests;

/// <content>The digest.</content>
internal sealed partial class UsageRuleTests
{
    [Test]
    public async Task A_digest_comes_once_at_its_time_with_spend_change_users_models_and_forecast()
    {
        // Monday of the 23rd, before nine in Moscow.
        await using var host = new AlertHost(
            static alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(new DigestAlertRule());
            },
            now: new DateTimeOffset(2026, 11, 23, 5, 50, 0, TimeSpan.Zero)
        );
        for (var day = 1; day <= 60; day++)
            await host.WriteAsync(
                host.Call(day <= 7 ? 20_000 : 10_000, "u-1") with
                {
                    CreatedAt = host.Now.AddDays(-day),
                },
                host.Call(4_000, "u-2", "GigaChat-2-Pro") with
                {
                    CreatedAt = host.Now.AddDays(-day),
                    Source = UsageSource.Estimated,
                }
            );
        (await host.EvaluateAsync()).Should().BeEmpty("it is not nine yet");
        var digest = (await host.AfterAsync(TimeSpan.FromMinutes(11))).Should().ContainSingle().Subject;
        await host.AfterAsync(TimeSpan.FromHours(3));
        await host.AfterAsync(TimeSpan.FromDays(3));

        host.Sink.Kinds.Should().Equal("Digest");
        digest
            .English.Title.Should()
            .Be("GigaChat from 16\u00A0November\u00A02026 to 22\u00A0November\u00A02026: 105.00\u00A0₽");
        digest
            .English.Body.Should()
            .Contain("+76% on the period before (59.50\u00A0₽)")
            .And.Contain("user u-1 +45.50\u00A0₽")
            .And.Contain("The month will cost about")
            .And.Contain("17% of the tokens are estimates");
        digest.English.Tables.Should().HaveCount(2);
        digest.English.Tables[0].Rows[0].Should().Equal("u-1", "91.00\u00A0₽", "+45.50\u00A0₽", "140,000", "7");
        digest.Russian.Body.Should().Contain("вызовов").And.Contain("105,00\u00A0₽");
        digest.Figures["rubles"].Should().StartWith("105");
    }

    [TestCase(UsageDigestPeriod.Day, 18, 11, "GigaChat on 17\u00A0November\u00A02026: 7.15\u00A0₽", 1)]
    [TestCase(
        UsageDigestPeriod.Month,
        1,
        12,
        "GigaChat from 1\u00A0November\u00A02026 to 30\u00A0November\u00A02026: 214.50\u00A0₽",
        31
    )]
    public async Task A_daily_and_a_monthly_digest_come_once_for_each_period(
        UsageDigestPeriod period,
        int day,
        int month,
        string title,
        int days
    )
    {
        await using var host = new AlertHost(
            alerts =>
            {
                alerts.Rules.Clear();
                alerts.Rules.Add(
                    new DigestAlertRule
                    {
                        Period = period,
                        At = new TimeOnly(8, 30),
                        Late = TimeSpan.FromHours(1),
                    }
                );
            },
            now: new DateTimeOffset(2026, month, day, 5, 29, 0, TimeSpan.Zero) // 08:29 in Moscow.
        );
        for (var past = 1; past <= 60; past++)
            await host.WriteAsync(host.Call(11_000) with { CreatedAt = host.Now.AddDays(-past) });
        (await host.EvaluateAsync()).Should().BeEmpty();
        (await host.AfterAsync(Minute)).Should().ContainSingle().Which.English.Title.Should().Be(title);
        for (var hour = 1; hour < 24; hour++)
            await host.AfterAsync(TimeSpan.FromHours(1));
        host.Sink.Kinds.Should().Equal("Digest");
        host.Time.Advance(TimeSpan.FromDays(days - 1));
        await host.AfterAsync(TimeSpan.FromHours(1));
        host.Sink.Kinds.Should().Equal("Digest", "Digest");
    }

    [Test]
    public void Words_have_the_forms_of_russian_numbers()
    {
        var words = AlertWords.Russian;
        ((long[])[1, 2, 5, 11, 12, 21, 22, 111, 1_001])
            .Select(words.Tokens)
            .Should()
            .Equal(
                "1\u00A0токен",
                "2\u00A0токена",
                "5\u00A0токенов",
                "11\u00A0токенов",
                "12\u00A0токенов",
                "21\u00A0токен",
                "22\u00A0токена",
                "111\u00A0токенов",
                "1\u00A0001\u00A0токен"
            );
        words.Rubles(1_234.5m).Should().Be("1\u00A0234,50\u00A0₽");
        words.Difference(-0.5m).Should().Be("−0,50\u00A0₽");
        words.Percent(0.075).Should().Be("7,5\u00A0%");
        AlertWords.English.Rubles(1_234.5m).Should().Be("1,234.50\u00A0₽");
    }
}
