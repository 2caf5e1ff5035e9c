using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The page stays up while the store is down.</summary>
[TestFixture]
internal sealed class StoreDownTests
{
    [Test]
    public async Task Pages_say_so_and_show_the_recorders_counters([Values("", "records")] string address)
    {
        var store = new BrokenStore { Trouble = BrokenStore.Down };
        await using var host = await DashboardHost.StartAsync(store);
        var recorder = host.Services.GetRequiredService<IUsageRecorder>();
        for (var i = 0; i < 1_234; i++)
            recorder.TryRecord(TestUsage.Records[i]).Should().BeTrue();

        var html = await host.TextAsync(address);
        html.Should()
            .Contain("The store does not respond")
            .And.Contain("role=\"alert\"")
            .And.Contain("<dt>Accepted</dt><dd>1,234</dd>")
            .And.Contain("<dt>Persisted</dt><dd>0</dd>");
        html.Should().NotContain("hunter2").And.NotContain("secret-host");
        (await host.StatusAsync(address)).Should().Be(200);
        (await host.StatusAsync($"records/{TestUsage.Records[0].Id}")).Should().Be(503);
        (await host.TextAsync("export/recorder.json")).Should().Contain("1234");
    }

    [Test]
    public async Task A_log_that_throws_does_not_take_the_page_with_it([Values("", "records")] string address)
    {
        var store = new BrokenStore { Trouble = BrokenStore.Down };
        await using var host = await DashboardHost.StartAsync(store, configure: static services =>
            services.AddSingleton<ILoggerProvider>(new BrokenLog())
        );
        (await host.TextAsync(address)).Should().Contain("The store does not respond");
        (await host.StatusAsync("export/days.json")).Should().Be(503);
    }

    [Test]
    public async Task It_recovers_with_the_store()
    {
        var store = new BrokenStore();
        await store.AppendAsync([TestUsage.Records[0]], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        store.Trouble = BrokenStore.Down;
        (await host.TextAsync("records")).Should().Contain("does not respond");
        store.Trouble = static _ => Task.CompletedTask;
        (await host.TextAsync("records"))
            .Should()
            .NotContain("does not respond")
            .And.Contain($"data-id=\"{TestUsage.Records[0].Id}\"");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_store_that_never_answers_is_not_waited_for_longer_than_the_limit(
        [Values("", "records")] string address,
        CancellationToken cancellationToken
    )
    {
        var clock = new FakeTimeProvider(TestUsage.Now);
        var store = new BrokenStore();
        await using var host = await DashboardHost.StartAsync(store, clock: clock);
        var asked = new TaskCompletionSource();
        store.Trouble = cancellationToken =>
        {
            asked.TrySetResult();
            return BrokenStore.Silent(cancellationToken);
        };
        var answer = host.TextAsync(address);
        await asked.Task.WaitAsync(cancellationToken);
        answer.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(15));
        (await answer.WaitAsync(cancellationToken)).Should().Contain("does not respond");
    }

    /// <summary>As the driver of SQLite does: its methods return when the statement has ended, on the thread that
    /// called.</summary>
    [Test]
    [CancelAfter(60_000)]
    public async Task A_store_that_blocks_its_thread_is_not_waited_for_either(
        [Values("", "records")] string address,
        CancellationToken cancellationToken
    )
    {
        var clock = new FakeTimeProvider(TestUsage.Now);
        var store = new BrokenStore();
        await store.AppendAsync([TestUsage.Records[0]], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store, clock: clock);
        using var end = new ManualResetEventSlim();
        try
        {
            // Past the first question, so that sums and choices are among those that hang; the list's two are asked at
            // once.
            var (asked, questions, hanging) = (new TaskCompletionSource(), 0, address is "records" ? 2 : 1);
            store.Trouble = _ =>
            {
                var question = Interlocked.Increment(ref questions);
                if (question > hanging)
                    asked.TrySetResult();
                if (question > 1)
                    end.Wait(CancellationToken.None);

                return Task.CompletedTask;
            };
            var answer = host.TextAsync(address);
            await asked.Task.WaitAsync(cancellationToken);
            clock.Advance(TimeSpan.FromSeconds(15));
            var html = await answer.WaitAsync(cancellationToken);
            if (address is "records")
                html.Should()
                    .Contain("<tr data-id=")
                    .And.Contain("could not be summed")
                    .And.NotContain("does not respond");
            else
                html.Should().Contain("does not respond");

            store.Trouble = static _ => Task.CompletedTask;
            (await host.TextAsync(address).WaitAsync(cancellationToken))
                .Should()
                .NotContain("does not respond", "nobody waits for what still hangs")
                .And.NotContain("could not be summed");
        }
        finally
        {
            end.Set();
        }
    }

    [TestCase("ru", "Выборку подсчитать не удалось")]
    [TestCase("en", "The selection could not be summed")]
    public async Task A_list_that_loads_is_shown_without_its_sum_and_choices(string language, string note)
    {
        var store = new BrokenStore();
        await store.AppendAsync([TestUsage.Records[0]], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        var questions = 0;
        store.Trouble = cancellationToken =>
            Interlocked.Increment(ref questions) > 1 ? BrokenStore.Down(cancellationToken) : Task.CompletedTask;

        (await host.TextAsync($"records?lang={language}"))
            .Should()
            .Contain($"data-id=\"{TestUsage.Records[0].Id}\"")
            .And.Contain($"<span>{note}</span>")
            .And.Contain("<option value=\"IMAGE_PROMPT\">")
            .And.NotContain("role=\"alert\"");

        questions = 0;
        (await host.TextAsync($"records?user=u-7&lang={language}"))
            .Should()
            .Contain("sum=1")
            .And.NotContain(note, "nobody asked for the sum");
    }

    [Test]
    public async Task A_sum_that_fails_takes_no_choices_with_it()
    {
        var store = new BrokenStore();
        await store.AppendAsync([TestUsage.Records[0] with { Platform = "vk" }], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        (await host.TextAsync("records?user=u-1")).Should().Contain("<option value=\"vk\">");
        var questions = 0;
        store.Trouble = cancellationToken =>
            Interlocked.Increment(ref questions) > 1 ? BrokenStore.Down(cancellationToken) : Task.CompletedTask;

        (await host.TextAsync("records?lang=en"))
            .Should()
            .Contain("could not be summed")
            .And.Contain("<option value=\"vk\">");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Budgets_that_fail_take_no_other_section_with_them(
        [Values] bool slow,
        CancellationToken cancellationToken
    )
    {
        // The slow ones fail when the last of the store's sections has been asked for, so those cannot have waited for
        // them.
        var store = new BrokenStore();
        await store.AppendAsync([TestUsage.Records[0] with { CreatedAt = TestUsage.Now }], CancellationToken.None);
        var budgets = new BrokenBudgetStore(slow ? store.Listed.Task : Task.CompletedTask);
        await using var host = await DashboardHost.StartAsync(store, configure: services =>
            TestMoney.Add(services.AddSingleton<IBudgetStore>(budgets))
        );

        var html = await host.TextAsync("?lang=en").WaitAsync(cancellationToken);

        html.Should()
            .NotContain("does not respond")
            .And.Contain("id=\"users\"")
            .And.Contain("id=\"latest\"")
            .And.Contain("id=\"recorder\"");
        Missing(html).Should().Equal("budgets");
    }

    [Test]
    public async Task One_question_that_the_store_fails_to_answer_is_not_the_store()
    {
        var store = new BrokenStore();
        store.Trouble = cancellationToken =>
            store.Pages.Count > 0 ? BrokenStore.Down(cancellationToken) : Task.CompletedTask;
        await using var host = await DashboardHost.StartAsync(store);

        var html = await host.TextAsync("?lang=en");

        html.Should().NotContain("does not respond").And.Contain("id=\"recorder\"");
        Missing(html).Should().Equal("latest");
    }

    private static IEnumerable<string> Missing(string html) =>
        html.Split("<section")
            .Where(static part => part.Contains("could not be loaded", StringComparison.Ordinal))
            .Select(static part => part.Split("id=\"")[1].Split('"')[0]);

    [Test]
    public async Task An_empty_store_has_empty_pages()
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore());
        (await host.TextAsync("?lang=en"))
            .Should()
            .Contain("No usage in this period.")
            .And.Contain("A forecast needs two whole days.");
        (await host.TextAsync("records?lang=ru")).Should().Contain("не подходит ни одна запись");
        (await host.TextAsync("?period=all&by=model&measure=rubles")).Should().Contain("0.00");
    }
}
