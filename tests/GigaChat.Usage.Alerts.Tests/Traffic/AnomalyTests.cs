using GigaChat.Usage.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Alerts.Tests;

/// <summary>Each seeded anomaly is found within its hour, with its cause, and nothing before it.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class AnomalyTests
{
    private static readonly DateOnly Day = new(2026, 11, 18);
    private static readonly SampleTraffic Traffic = new(Day.AddDays(-75), 10);

    private readonly string _database = Path.Combine(
        Path.GetTempPath(),
        $"gigachat-usage-anomalies-{Guid.CreateVersion7():N}.db"
    );

    [OneTimeSetUp]
    public async Task SeedAsync()
    {
        await using var run = await TrafficRun.StartAsync(Day);
        await run.PastAsync(Traffic, Day.AddDays(-75), Day);
        await run.SaveAsync(_database);
    }

    [OneTimeTearDown]
    public void Delete() => File.Delete(_database);

    [Test]
    public Task A_runaway_user() =>
        FindAsync(10, ["spend-band"], "u-103", Calls(10, 40, Person.Everyone[2], "GigaChat-2", 3_000));

    [Test]
    public Task A_loop() =>
        FindAsync(14, ["spend-band", "spend-spike"], "u-101", Calls(14, 90, Person.Everyone[0], "GigaChat-2-Max", 900));

    [Test]
    public Task A_model_switched_to_a_dearer_one() =>
        FindAsync(11, ["token-price"], "GigaChat-2-Max", change: record =>
            record.Model is "GigaChat-2" or "GigaChat-2-Pro" ? record with { Model = "GigaChat-2-Max" } : record
        );

    [Test]
    public Task A_leaked_token() =>
        FindAsync(
            12,
            ["spend-band"],
            "#",
            Calls(12, 60, Person.Everyone[4] with { Id = null, Name = null }, "GigaChat-2-Pro", 2_000)
        );

    [Test]
    public Task A_spike_at_night() =>
        FindAsync(3, ["spend-spike"], "u-102", Calls(3, 30, Person.Everyone[1], "GigaChat-2-Max", 2_000));

    [Test]
    public Task A_drop_to_zero() => FindAsync(11, ["silence"], "No call since", change: static _ => null);

    [Test]
    public Task Errors_of_the_api() =>
        FindAsync(15, ["failures"], "requests failed", change: static record =>
            record.CreatedAt.Microsecond % 10 < 6
                ? record with
                {
                    Outcome = UsageOutcome.Failed,
                    TotalTokens = 0,
                    PromptTokens = null,
                    CompletionTokens = null,
                    Source = UsageSource.None,
                }
                : record
        );

    [Test]
    public Task Blocked_requests() =>
        FindAsync(9, ["failures"], "were blocked", change: static record =>
            record.CreatedAt.Microsecond % 10 < 5 ? record with { Outcome = UsageOutcome.Blocked } : record
        );

    [Test]
    public Task Responses_without_usage() =>
        FindAsync(13, ["estimates"], "are estimates", change: static record =>
            record with
            {
                Source = UsageSource.Estimated,
            }
        );

    [Test]
    public Task A_model_without_a_price() =>
        FindAsync(16, ["price-missing"], "Nova-1", change: static record =>
            record.Model == "GigaChat-2" ? record with { Model = "Nova-1" } : record
        );

    [Test]
    public Task A_new_user_who_uses_more_than_anyone() =>
        FindAsync(
            10,
            ["spend-band"],
            "u-999",
            Calls(
                10,
                50,
                Person.Everyone[5] with
                {
                    Id = "u-999",
                    Name = "New",
                    AccessToken = "new",
                },
                "GigaChat-2-Pro",
                3_000
            )
        );

    [Test]
    public Task Documents_that_are_embedded_again_and_again() =>
        FindAsync(
            18,
            ["spend-band", "spend-spike"],
            "Embeddings",
            Calls(18, 200, Person.Everyone[6], "Embeddings", 5_000)
        );

    [Test]
    public Task A_day_without_an_anomaly_is_silent_and_every_anomaly_resolves() =>
        ResolvesAsync(Calls(3, 30, Person.Everyone[1], "GigaChat-2-Max", 2_000));

    private async Task FindAsync(
        int hour,
        string[] rules,
        string cause,
        IEnumerable<UsageRecord>? more = null,
        Func<UsageRecord, UsageRecord?>? change = null
    )
    {
        var start = ReportDays.StartOf(Day, ReportTimeZone.Default).AddHours(hour);
        await using var run = await TrafficRun.StartAsync(Day, _database);
        run.Come(
            Traffic
                .Day(Day)
                .Select(record => record.CreatedAt < start || change is null ? record : change(record))
                .OfType<UsageRecord>()
                .Concat(more ?? [])
                .OrderBy(static record => record.CreatedAt)
        );
        await run.PlayAsync(start, TimeSpan.FromMinutes(20));
        run.Opened.Select(static alert => alert.English.Title).Should().BeEmpty("nothing has happened yet");
        await run.PlayAsync(start.AddHours(1), TimeSpan.FromMinutes(4));

        foreach (var alert in run.Opened)
            TestContext.Out.WriteLine(
                $"{(alert.OpenedAt - start).TotalMinutes} min, {alert.Rule}: {alert.English.Title}\n{alert.English.Body}\n{alert.Russian.Title}"
            );
        var found = run.Opened.Where(alert => rules.Contains(alert.Rule)).ToList();
        found.Should().NotBeEmpty();
        found
            .Should()
            .Contain(alert => $"{alert.English.Title}\n{alert.English.Body}".Contains(cause, StringComparison.Ordinal));
        var texts = string.Join('\n', run.Host.Sink.Received.Select(static one => one.ToPlainText()));
        foreach (var person in Person.Everyone)
        {
            texts.Should().NotContain(person.AccessToken);
            if (person.Name is not null)
                texts.Should().NotContain(person.Name);
        }
    }

    private async Task ResolvesAsync(IEnumerable<UsageRecord> more)
    {
        await using var run = await TrafficRun.StartAsync(Day, _database);
        run.Come(Traffic.Day(Day).Concat(more).OrderBy(static record => record.CreatedAt));
        run.Come(Traffic.Day(Day.AddDays(1)));
        await run.PlayAsync(
            ReportDays.StartOf(Day.AddDays(1), ReportTimeZone.Default).AddHours(6),
            TimeSpan.FromMinutes(30)
        );

        run.Opened.Should().NotBeEmpty();
        (await run.Host.Alerts.ListAsync()).Should().OnlyContain(static alert => !alert.IsOpen);
        run.Host.Sink.Kinds.Should().OnlyContain(static kind => kind == "Opened" || kind == "Resolved");
        run.Host.Sink.Received.GroupBy(static one => one.Alerts[0].Id)
            .Should()
            .OnlyContain(static same => same.Count() == 2);
    }

    /// <summary>Calls of one person for an hour.</summary>
    private static IEnumerable<UsageRecord> Calls(int hour, int perMinute, Person person, string model, long tokens)
    {
        var start = ReportDays.StartOf(Day, ReportTimeZone.Default).AddHours(hour);
        return Enumerable
            .Range(0, 60 * perMinute)
            .Select(i =>
                SampleTraffic.Call(
                    start.AddMinutes((double)i / perMinute),
                    person,
                    model,
                    model == "Embeddings" ? UsageOperation.Embedding : UsageOperation.TextGeneration,
                    tokens
                )
            );
    }
}
