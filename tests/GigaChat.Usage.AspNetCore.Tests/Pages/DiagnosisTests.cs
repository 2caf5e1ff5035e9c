using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The page of the doctor's findings.</summary>
[TestFixture]
internal sealed class DiagnosisTests
{
    private static IEnumerable<string> Codes =>
        typeof(UsageFindingCode).GetFields().Select(static code => (string)code.GetValue(null)!);

    [Test]
    public async Task It_is_linked_from_every_page_and_marked_when_it_is_the_one()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        (await host.TextAsync("?lang=en")).Should().Contain("<a href=\"./diagnosis?lang=en\">Diagnosis</a>");
        (await host.TextAsync("records?lang=ru")).Should().Contain("<a href=\"./diagnosis?lang=ru\">Диагностика</a>");
        (await host.TextAsync("diagnosis?lang=en"))
            .Should()
            .Contain("<a href=\"./diagnosis?lang=en\" aria-current=\"page\">Diagnosis</a>")
            .And.Contain("href=\"./diagnosis?lang=ru\" hreflang");
    }

    [Test]
    public async Task It_says_when_all_is_well()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync([Well], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        (await host.TextAsync("diagnosis?lang=en"))
            .Should()
            .Contain(">No problems found</h2>")
            .And.NotContain("data-code");
        (await host.TextAsync("diagnosis?lang=ru")).Should().Contain(">Проблем не найдено</h2>");
    }

    [Test]
    public async Task It_shows_findings_in_both_languages_with_severity_and_advice()
    {
        var store = new InMemoryUsageStore();
        await store.AppendAsync([Well with { Model = "GigaChat-<9>", TotalTokens = 1_234 }], CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store, configure: static services =>
            services.AddHttpClient("chat", static http => http.BaseAddress = new Uri("https://gigachat.corp.example"))
        );

        var english = await host.TextAsync("diagnosis?lang=en");
        english.Should().Contain("(GigaChat-&lt;9&gt;)", "names from the wire are text");
        Plain(english)
            .Should()
            .ContainAll(
                "2 findings",
                "data-code=\"GCU050\"",
                "Warning",
                "1,234 (GigaChat-<9>)",
                "UsePriceBook",
                "data-code=\"GCU013\"",
                "Notice",
                "gigachat.corp.example"
            );
        english
            .IndexOf("GCU050", StringComparison.Ordinal)
            .Should()
            .BeLessThan(english.IndexOf("GCU013", StringComparison.Ordinal), "what matters most comes first");

        Plain(await host.TextAsync("diagnosis?lang=ru"))
            .Should()
            .ContainAll(
                "2 замечания",
                "Предупреждение",
                "без цены",
                "1 234 (GigaChat-<9>)",
                "К сведению",
                "Клиент «chat» обращается к gigachat.corp.example"
            )
            .And.NotContain("Warning");
    }

    [Test]
    public async Task A_store_that_is_down_is_shown_without_its_secrets()
    {
        await using var host = await DashboardHost.StartAsync(new BrokenStore { Trouble = BrokenStore.Down });
        (await host.StatusAsync("diagnosis")).Should().Be(200);
        (await host.TextAsync("diagnosis?lang=ru"))
            .Should()
            .Contain("Ошибка")
            .And.Contain("Из хранилища не удаётся читать (IOException)")
            .And.Contain("на диске есть место")
            .And.NotContain("hunter2")
            .And.NotContain("secret-host");
    }

    /// <summary>On a machine that is ten times slower the first queries take longer than ten seconds.</summary>
    [Test]
    [CancelAfter(300_000)]
    public async Task Page_waits_for_a_process_that_computes_and_reports_no_error()
    {
        var (asked, answered) = (Completion(), Completion());
        var store = new BrokenStore();
        await store.AppendAsync([Well], CancellationToken.None);
        store.Trouble = _ =>
        {
            asked.TrySetResult();
            return answered.Task;
        };
        var (clock, processor) = (TestUsage.Clock(), TimeSpan.Zero);
        await using var host = await DashboardHost.StartAsync(
            store,
            configure: services => services.AddSingleton(new TimeLimitClock(clock, () => processor)),
            clock: clock
        );
        var page = host.TextAsync("diagnosis?lang=en");
        await asked.Task;
        for (var seconds = 0; seconds < 50; seconds += 10)
        {
            processor += TimeSpan.FromSeconds(0.5);
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        page.IsCompleted.Should().BeFalse();
        answered.SetResult();
        (await page).Should().Contain(">No problems found</h2>").And.NotContain("data-code");

        static TaskCompletionSource Completion() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [TestCaseSource(nameof(Codes))]
    public void Every_finding_has_its_words_in_Russian(string code)
    {
        var (seen, advice) = PageText.Russian.Finding(
            new UsageFinding(code, UsageFindingSeverity.Error, "seen", "advice")
        );
        seen.Should().MatchRegex("[а-я]{3}");
        advice.Should().MatchRegex("[а-я]{3}").And.EndWith(".");
    }

    [Test]
    public void A_code_of_a_newer_version_is_told_in_English() =>
        PageText
            .Russian.Finding(new UsageFinding("GCU999", UsageFindingSeverity.Error, "seen", "advice"))
            .Should()
            .Be(("seen", "advice"));

    [TestCase("https://example.com/a/b.git", "https://example.com/a/b/blob/main/docs/diagnosis.md#gcu041")]
    [TestCase("https://example.com/a/b/", "https://example.com/a/b/blob/main/docs/diagnosis.md#gcu041")]
    public void Code_leads_to_its_documentation(string repository, string address) =>
        CodeLink.Draw(UsageFindingCode.StoreUnreadable, repository).ToString().Should().Contain($"href=\"{address}\"");

    [TestCase(null)]
    [TestCase("javascript:alert(1)")]
    public void Code_names_its_documentation_where_the_repository_is_not_known(string? repository) =>
        CodeLink
            .Draw(UsageFindingCode.StoreUnreadable, repository)
            .ToString()
            .Should()
            .Contain("title=\"docs/diagnosis.md#gcu041\"")
            .And.NotContain("href");

    [Test]
    public void Lengths_and_shares_are_written_as_the_language_writes_them()
    {
        var finding = new UsageFinding(UsageFindingCode.ManyEstimates, UsageFindingSeverity.Warning, "", "")
        {
            Figures = new Dictionary<string, object>
            {
                ["share"] = 0.361,
                ["tokens"] = 4_500L,
                ["days"] = 7L,
            },
        };
        PageText
            .Russian.Finding(finding)
            .Seen.Replace('\u00A0', ' ')
            .Should()
            .Be("Доля оценок среди токенов за последние дни (7): 36 % (токенов: 4 500).");
        var clock = new UsageFinding(UsageFindingCode.ClockWrong, UsageFindingSeverity.Warning, "", "")
        {
            Figures = new Dictionary<string, object> { ["offset"] = TimeSpan.FromMinutes(-3) },
        };
        PageText
            .Russian.Finding(clock)
            .Seen.Replace('\u00A0', ' ')
            .Should()
            .Be("Часы этой машины спешат относительно часов API на 3 минуты.");
    }

    [TestCase(60, "1 минуту", "1 минута")]
    [TestCase(21 * 60, "21 минуту", "21 минута")]
    [TestCase(1, "1 секунду", "1 секунда")]
    [TestCase(22, "22 секунды", "22 секунды")]
    [TestCase(11 * 60, "11 минут", "11 минут")]
    [TestCase(21 * 3_600, "21 час", "21 час")]
    public void A_length_of_time_is_in_the_case_its_sentence_wants(int seconds, string accusative, string nominative)
    {
        var length = TimeSpan.FromSeconds(seconds);
        Seen(UsageFindingCode.ClockWrong, "offset")
            .Should()
            .Be($"Часы этой машины отстают от часов API на {accusative}.");
        Seen(UsageFindingCode.BudgetsOpen, "since").Should().EndWith($"последний — {accusative} назад.");
        Seen(UsageFindingCode.BudgetsClosed, "since").Should().EndWith($"последний — {accusative} назад.");
        Seen(UsageFindingCode.StoreLags, "age")
            .Should()
            .StartWith($"Возраст самой старой записи, которая ждёт хранилища: {nominative} (");

        string Seen(string code, string figure) =>
            Plain(
                PageText
                    .Russian.Finding(
                        new UsageFinding(code, UsageFindingSeverity.Warning, "", "")
                        {
                            Figures = new Dictionary<string, object> { [figure] = length },
                        }
                    )
                    .Seen
            );
    }

    private static string Plain(string html) => System.Net.WebUtility.HtmlDecode(html).Replace('\u00A0', ' ');

    private static UsageRecord Well =>
        new()
        {
            CreatedAt = TestUsage.Now.AddHours(-1),
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            TotalTokens = 10,
            Source = UsageSource.Reported,
        };
}
