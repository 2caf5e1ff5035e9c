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
                if (Interlocked.Increment(ref begun) == ExportEndpoint.MostExports)
                    all.TrySetResult();
                return open.Task;
            },
        };
        await using var host = await DashboardHost.StartAsync(store);

        var slow = Enumerable
            .Range(0, ExportEndpoint.MostExports)
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

    [Test]
    public async Task Two_hundred_readers_that_do_not_read_hold_the_memory_of_eight()
    {
        const int Readers = 200;
        const long MostBytes = 48L * 1024 * 1024;
        var store = new InMemoryUsageStore();
        var topic = new string('т', 200);
        foreach (var batch in Enumerable.Range(0, 60_000).Chunk(1_000))
        {
            // More than the buffers of a connection hold: no reader is ever done.
            await store.AppendAsync(
                [
                    .. batch.Select(_ => new UsageRecord
                    {
                        CreatedAt = TestUsage.Clock().GetUtcNow(),
                        Operation = UsageOperation.TextGeneration,
                        Topic = topic,
                    }),
                ],
                default
            );
        }

        await using var host = await DashboardHost.StartAsync(store);
        (await host.StatusAsync("export/days.json")).Should().Be(200);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var responses = await Task.WhenAll(
                Enumerable.Range(0, Readers).Select(_ => host.SendAsync(HttpMethod.Get, "export/records.json"))
            )
            .WaitAsync(TimeSpan.FromMinutes(5));

        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Out.WriteLine($"{held / 1024} KB for {Readers} readers");
        responses
            .Select(static response => (int)response.StatusCode)
            .CountBy(static status => status)
            .Should()
            .BeEquivalentTo([
                new KeyValuePair<int, int>(200, ExportEndpoint.MostExports),
                new KeyValuePair<int, int>(503, Readers - ExportEndpoint.MostExports),
            ]);
        held.Should().BeLessThan(MostBytes);
        foreach (var response in responses)
            response.Dispose();
    }
}
