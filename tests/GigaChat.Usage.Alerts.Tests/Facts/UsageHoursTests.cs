namespace GigaChat.Usage.Alerts.Tests;

/// <summary>The sums of hours that are kept between evaluations are those of the store.</summary>
[TestFixture]
internal sealed class UsageHoursTests
{
    private static readonly UsageDimensions[] Dimensions =
    [
        UsageDimensions.User,
        UsageDimensions.Model,
        UsageDimensions.AccessToken,
    ];

    [TestCase(0, TestName = "Sums_are_exact_at_every_minute_while_records_are_punctual")]
    [TestCase(90, TestName = "Sums_are_exact_ten_minutes_after_records_that_came_late")]
    public async Task Exact(int mostMinutesLate)
    {
        await using var host = new AlertHost();
        var usage = host.Get<GigaChatTokenUsage>();
        var (hours, random) = (new UsageHours(usage, ["tenant"]), new Random(19));
        for (var minute = 0; minute < 300; minute++)
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
            var late = minute % 9 == 0 && minute < 280 ? mostMinutesLate : 0;
            await host.WriteAsync([
                .. Enumerable.Range(0, random.Next(4)).Select(_ => Record(host, random, late == 0 ? 4 : late)),
            ]);
            await hours.ReadAsync(From(host), host.Now, default);
            if (mostMinutesLate == 0 || minute is > 290)
                await CompareAsync(hours, usage, host);
        }

        // After a long pause, and after the clock has been set back.
        host.Time.Advance(TimeSpan.FromHours(2.5));
        await host.WriteAsync(Record(host, random, 100));
        await hours.ReadAsync(From(host), host.Now, default);
        await CompareAsync(hours, usage, host);
        await hours.ReadAsync(From(host).AddHours(-2), host.Now.AddHours(-2), default);
        hours.At(host.Now.AddHours(-2))!.Requests.Should().Be(await RequestsAsync(usage, host.Now.AddHours(-2)));
    }

    private static DateTimeOffset From(AlertHost host) => host.Now.AddHours(-3);

    private static UsageRecord Record(AlertHost host, Random random, int mostMinutesAgo) =>
        host.Call(
            random.Next(1, 1_000),
            $"u-{random.Next(3)}",
            random.Next(2) == 0 ? "GigaChat-2" : "GigaChat-2-Max"
        ) with
        {
            CreatedAt = host.Now.AddMinutes(-mostMinutesAgo * random.NextDouble()),
            Outcome = random.Next(5) == 0 ? UsageOutcome.Failed : UsageOutcome.Completed,
            Tags = random.Next(3) == 0 ? UsageTags.Of("tenant", $"t-{random.Next(2)}") : null,
        };

    private static async Task<long> RequestsAsync(GigaChatTokenUsage usage, DateTimeOffset moment)
    {
        var hour = UsageHours.HourOf(moment);
        return (await usage.GetTotalsAsync(new UsageFilter { From = hour, To = hour.AddHours(1) })).Count;
    }

    private static async Task CompareAsync(UsageHours hours, GigaChatTokenUsage usage, AlertHost host)
    {
        for (var hour = UsageHours.HourOf(From(host)); hour <= host.Now; hour = hour.AddHours(1))
        {
            var filter = new UsageFilter { From = hour, To = hour.AddHours(1) };
            var (sums, cost) = (hours.At(hour)!, await usage.GetCostAsync(filter));
            (sums.Total.Rubles, sums.Total.Tokens).Should().Be((cost.Rubles, cost.Tokens));
            sums.Requests.Should().Be(await RequestsAsync(usage, hour));
            foreach (var dimension in Dimensions)
                sums.By(dimension).Values.Sum(static spend => spend.Rubles).Should().Be(cost.Rubles);
            var tenants = await usage.GetByTagAsync("tenant", filter);
            sums.ByTag("tenant")
                .Values.Sum(static spend => spend.Tokens)
                .Should()
                .Be(tenants.Where(static tenant => tenant.Value is not null).Sum(static tenant => tenant.Tokens));
        }
    }
}
