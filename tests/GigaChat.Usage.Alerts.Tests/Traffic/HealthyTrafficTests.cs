namespace GigaChat.Usage.Alerts.Tests;

/// <summary>The default rules say nothing about traffic that is well, with its weekends and holidays.</summary>
[TestFixture]
internal sealed class HealthyTrafficTests
{
    /// <summary>From autumn into the New Year holidays.</summary>
    private static readonly DateOnly LastDay = new(2027, 1, 12);

    [TestCase(1, 2_026, TestName = "Healthy_traffic_of_ninety_days_raises_no_alert")]
    [TestCase(6, 7, TestName = "Healthy_traffic_of_a_larger_application_raises_no_alert")]
    public async Task Healthy(double volume, int seed)
    {
        var first = LastDay.AddDays(-150);
        var traffic = new SampleTraffic(first, volume, seed);
        var day = LastDay.AddDays(-89);
        await using var run = await TrafficRun.StartAsync(day);
        await run.PastAsync(traffic, first, day);
        for (; day <= LastDay; day = day.AddDays(1))
        {
            run.Come(traffic.Day(day));
            await run.PlayAsync(ReportDays.StartOf(day.AddDays(1), ReportTimeZone.Default), TimeSpan.FromHours(1));
        }

        run.Opened.Select(static alert => $"{alert.OpenedAt:O} {alert.Rule} {alert.English.Title}").Should().BeEmpty();
        run.Host.Sink.Received.Should().BeEmpty();
    }
}
