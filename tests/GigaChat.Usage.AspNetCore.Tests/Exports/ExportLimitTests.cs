namespace GigaChat.Usage.AspNetCore;

/// <summary>Readers of exports hold memory for as long as they read: how many there are at once is bounded.</summary>
[TestFixture]
internal sealed class ExportLimitTests
{
    [Test]
    public async Task Export_beyond_the_limit_is_refused_for_some_seconds_and_served_once_another_has_ended()
    {
        var (begun, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var store = new BrokenStore
        {
            Trouble = _ =>
            {
                if (Interlocked.Increment(ref begun) == DashboardPages.MostExports)
                    all.TrySetResult();
                return open.Task;
            },
        };
        await using var host = await DashboardHost.StartAsync(store);

        var slow = Enumerable
            .Range(0, DashboardPages.MostExports)
            .Select(_ => host.SendAsync(HttpMethod.Get, "export/records.csv"))
            .ToList();
        await all.Task.WaitAsync(TimeSpan.FromMinutes(2));
        using (var refused = await host.SendAsync(HttpMethod.Get, "export/days.json"))
        {
            ((int)refused.StatusCode).Should().Be(503);
            refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(10));
        }

        open.SetResult();
        foreach (var reading in slow)
        {
            using var response = await reading.WaitAsync(TimeSpan.FromMinutes(2));
            ((int)response.StatusCode).Should().Be(200);
            await response.Content.ReadAsByteArrayAsync();
        }

        (await host.StatusAsync("export/records.csv")).Should().Be(200);
    }
}
