namespace GigaChat.Usage.AspNetCore;

/// <summary>Two languages, each as its readers write it.</summary>
[TestFixture]
internal sealed class LanguageTests
{
    [TestCase(0, "0 запросов")]
    [TestCase(1, "1 запрос")]
    [TestCase(2, "2 запроса")]
    [TestCase(4, "4 запроса")]
    [TestCase(5, "5 запросов")]
    [TestCase(11, "11 запросов")]
    [TestCase(12, "12 запросов")]
    [TestCase(14, "14 запросов")]
    [TestCase(21, "21 запрос")]
    [TestCase(22, "22 запроса")]
    [TestCase(111, "111 запросов")]
    [TestCase(1001, "1 001 запрос")]
    [TestCase(1_234_567, "1 234 567 запросов")]
    public void Russian_nouns_agree_with_their_number(long count, string expected) =>
        Plain(PageText.Russian.Requests(count)).Should().Be(expected);

    [TestCase(1, "1 request")]
    [TestCase(0, "0 requests")]
    [TestCase(1_234_567, "1,234,567 requests")]
    public void English_nouns_do_too(long count, string expected) =>
        Plain(PageText.English.Requests(count)).Should().Be(expected);

    [TestCase(1, "для 1 токена")]
    [TestCase(2, "для 2 токенов")]
    [TestCase(11, "для 11 токенов")]
    [TestCase(21, "для 21 токена")]
    [TestCase(1_000, "для 1 000 токенов")]
    public void Tokens_without_a_price_stand_in_the_genitive(long count, string expected) =>
        Plain(PageText.Russian.LowerBound(count)).Should().Be($"Стоимость неполная: {expected} цена не задана.");

    [TestCase(1, "1 token has")]
    [TestCase(21, "21 tokens have")]
    public void English_tokens_without_a_price_agree_with_their_verb(long count, string expected) =>
        Plain(PageText.English.LowerBound(count)).Should().Be($"The cost is incomplete: {expected} no price.");

    [Test]
    public void Money_and_times_are_written_as_the_language_writes_them()
    {
        var moment = new DateTimeOffset(2026, 5, 9, 14, 3, 7, TimeSpan.FromHours(3));
        Plain(PageText.Russian.Format.Rubles(1234.56m)).Should().Be("1 234,56 ₽");
        PageText.English.Format.Rubles(1234.56m).Should().Be("₽1,234.56");
        Plain(PageText.Russian.Format.Rubles(0.0005m)).Should().Be("0,0005 ₽");
        PageText.English.Format.Rubles(0.005m).Should().Be("₽0.01");
        Plain(PageText.Russian.Format.SmallRubles(0.0123m)).Should().Be("0,0123 ₽");
        Plain(PageText.Russian.Format.Share(0.0241)).Should().Be("2,4 %");
        PageText.English.Format.Share(1).Should().Be("100%");
        Plain(PageText.Russian.Format.Short(1_500_000)).Should().Be("1,5 млн");
        Plain(PageText.Russian.Format.Moment(moment)).Should().Be("9 мая 2026, 14:03:07");
        Plain(PageText.English.Format.Moment(moment)).Should().Be("9 May 2026, 14:03:07");
        Plain(PageText.Russian.Format.Duration(TimeSpan.FromSeconds(2.5))).Should().Be("2,50 с");
    }

    [TestCase(0, "0%", "0 %")]
    [TestCase(0.0004, "<0.1%", "<0,1 %")]
    [TestCase(0.0006, "0.1%", "0,1 %")]
    [TestCase(0.5, "50%", "50 %")]
    [TestCase(0.9994, "99.9%", "99,9 %")]
    [TestCase(0.9996, ">99.9%", ">99,9 %")]
    [TestCase(1, "100%", "100 %")]
    [TestCase(1.5, "150%", "150 %")]
    public void Only_none_is_0_percent_and_only_all_is_100(double share, string english, string russian)
    {
        PageText.English.Format.Share(share).Should().Be(english);
        Plain(PageText.Russian.Format.Share(share)).Should().Be(russian);
    }

    [TestCase("0", "₽0.00", "0,00 ₽")]
    [TestCase("0.00004", "<₽0.0001", "<0,0001 ₽")]
    [TestCase("0.00005", "₽0.0001", "0,0001 ₽")]
    [TestCase("1.5", "₽1.50", "1,50 ₽")]
    public void A_cost_is_never_written_as_none(string rubles, string english, string russian)
    {
        var cost = decimal.Parse(rubles, System.Globalization.CultureInfo.InvariantCulture);
        PageText.English.Format.SmallRubles(cost).Should().Be(english);
        Plain(PageText.Russian.Format.SmallRubles(cost)).Should().Be(russian);
    }

    [TestCase(1, "1 more is not.", "ещё 1 не показан.")]
    [TestCase(2, "2 more are not.", "ещё 2 не показаны.")]
    [TestCase(11, "11 more are not.", "ещё 11 не показаны.")]
    [TestCase(21, "21 more are not.", "ещё 21 не показан.")]
    public void Further_budgets_agree_with_their_verb(int more, string english, string russian)
    {
        Plain(PageText.English.MoreBudgets(more)).Should().Be($"The most used budgets are shown; {english}");
        Plain(PageText.Russian.MoreBudgets(more)).Should().Be($"Показаны самые израсходованные; {russian}");
    }

    [TestCase("ru", "18\u00A0апр – 17\u00A0мая\u00A02026")]
    [TestCase("en", "18\u00A0Apr – 17\u00A0May\u00A02026")]
    public async Task Card_of_the_last_30_days_shows_its_days_in_the_report_time_zone(string language, string days)
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore());
        System
            .Net.WebUtility.HtmlDecode(await host.TextAsync($"?lang={language}"))
            .Should()
            .Contain($"<p class=\"days\">{days}</p>");
    }

    [TestCase("ru-RU,ru;q=0.9,en;q=0.8", "ru")]
    [TestCase("en-US,en;q=0.9,ru;q=0.8", "en")]
    [TestCase("de-DE,ru;q=0.5,en;q=0.4", "ru")]
    [TestCase("de", "en")]
    [TestCase("ru;q=0, en;q=0.1", "en")]
    [TestCase(";;;q=x", "en")]
    [TestCase(null, "en")]
    public async Task The_browser_chooses_the_language(string? accepted, string language)
    {
        await using var host = await DashboardHost.StartAsync(new InMemoryUsageStore());
        (await host.TextAsync("", accepted is null ? [] : [("Accept-Language", accepted)]))
            .Should()
            .Contain($"<html lang=\"{language}\">");
    }

    [Test]
    public async Task The_address_goes_before_the_browser_and_stays_in_every_link()
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        var html = await host.TextAsync("?lang=ru", ("Accept-Language", "en"));
        html.Should().Contain("<html lang=\"ru\">").And.Contain("href=\"./records?lang=ru\"");
        (await host.TextAsync("", ("Accept-Language", "en"))).Should().NotContain("href=\"./records?lang");
    }

    /// <summary>With plain spaces for those that do not break.</summary>
    private static string Plain(string text) => text.Replace('\u00A0', ' ');
}
