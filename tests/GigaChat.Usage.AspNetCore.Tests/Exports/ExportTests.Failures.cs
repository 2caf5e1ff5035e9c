using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <content>Exports that are large, or fail.</content>
internal sealed partial class ExportTests
{
    [Test]
    public async Task An_export_asks_for_one_page_at_a_time_whatever_the_size()
    {
        var store = new BrokenStore();
        await store.AppendAsync(TestUsage.Records, CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        (await host.TextAsync("export/records.csv")).Split('\n').Should().HaveCount(TestUsage.Count + 2);
        store.Pages.Should().OnlyContain(static page => page.Size == 1_000).And.HaveCount(TestUsage.Count / 1_000);
        store.Pages.Skip(1).Should().OnlyContain(static page => page.After != null);
    }

    [Test]
    public async Task An_export_that_breaks_off_does_not_look_whole()
    {
        var store = new BrokenStore();
        await store.AppendAsync(TestUsage.Records, CancellationToken.None);
        await using var host = await DashboardHost.StartAsync(store);
        store.Trouble = cancellationToken =>
            store.Pages.Count > 3 ? BrokenStore.Down(cancellationToken) : Task.CompletedTask;
        var read = async () => await host.TextAsync("export/records.json");
        (await read.Should().ThrowAsync<Exception>())
            .Which.Should()
            .Match(static error => error is HttpRequestException || error is IOException);
    }

    [Test]
    public async Task An_export_without_a_store_is_told_before_it_begins()
    {
        var store = new BrokenStore { Trouble = BrokenStore.Down };
        await using var host = await DashboardHost.StartAsync(store);
        foreach (var address in (string[])["export/records.csv", "export/days.json"])
        {
            using var response = await host.SendAsync(HttpMethod.Get, address);
            ((int)response.StatusCode).Should().Be(503);
            response.Content.Headers.ContentDisposition.Should().BeNull();
            (await response.Content.ReadAsStringAsync()).Should().Contain("does not respond").And.NotContain("hunter2");
        }
    }

    [TestCase("export/nothing.csv")]
    [TestCase("export/records.pdf")]
    [TestCase("export/days.")]
    public async Task A_file_that_does_not_exist_is_not_found(string address)
    {
        await using var host = await DashboardHost.StartAsync(SharedStore.Store);
        (await host.StatusAsync(address)).Should().Be(404);
    }
}
