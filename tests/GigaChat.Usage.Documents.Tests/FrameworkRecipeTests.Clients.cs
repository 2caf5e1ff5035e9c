using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Documents.Tests;

/// <content>Recipes of clients and hosts, with the addresses that they name.</content>
internal sealed partial class FrameworkRecipeTests
{
    [Test]
    public async Task Consumer_of_a_queue_calls_for_the_user_who_queued()
    {
        var program = new Recipe(Recipes, "queue.Reader.ReadAllAsync")
            .With("lesson, UsageScope", "new LessonRequest(\"7\", \"42\", \"кванты\"), UsageScope")
            .With(
                "await queue.Writer",
                "using (UsageScope.Begin(new UsageContext { UserId = \"42\" }))\nawait queue.Writer"
            )
            .With("await foreach", "queue.Writer.Complete();\nawait foreach")
            .With("\"chat/completions\", next", "\"chat/completions\", ShortCall.Body")
            .Program(_server, isBuilt: true);
        await using var running = await RunningProgram.StartAsync(program);

        (await NextAsync(running)).UserId.Should().Be("42");
    }

    [Test]
    public async Task Local_proxy_is_recorded_with_the_model_it_is_asked_for()
    {
        var program = new Recipe(Recipes, "usage.Hosts.Add(\"localhost\")")
            .With("gigachat-usage.db", Path.Combine(_folder.FullName, "usage.db"))
            .With("http://localhost:8090/v1", $"http://localhost:{_server.BaseAddress.Port}/api/v1")
            .With("var openAi", "var app = builder.Build();\nvar services = app.Services;\nvar openAi")
            .Program(
                _server,
                "await openAi.GetChatClient(\"GigaChat-2-Max\").CompleteChatAsync(\"Что такое квант?\");"
            );
        await using var running = await RunningProgram.StartAsync(program);

        var record = await NextAsync(running);

        (record.Model, record.TotalTokens).Should().Be(("GigaChat-2-Max", _server.Ledger.TotalTokens));
    }

    [Test]
    public async Task Call_to_cloud_ru_has_the_seller_in_its_model_and_its_price()
    {
        await using var seller = await GigaChatServer.StartAsync(static options =>
            options.Models.Add("GigaChat/GigaChat-2-Max")
        );
        var program = new Recipe(Recipes, "foundation-models.api.cloud.ru/v1")
            .With("gigachat-usage.db", Path.Combine(_folder.FullName, "usage.db"))
            .With("configuration[\"CLOUDRU_API_KEY\"]!", "\"key\"")
            .With(
                "AddHttpClient(\"cloud\")",
                $"AddHttpClient(\"cloud\").ConfigurePrimaryHttpMessageHandler(() => new ForwardTo(\"{seller.BaseAddress}\"))"
            )
            .With("var cloud", "var app = builder.Build();\nvar services = app.Services;\nvar cloud")
            .Program(_server);
        await using var running = await RunningProgram.StartAsync(program);

        (await NextAsync(running)).Model.Should().Be("cloud.ru/GigaChat-2-Max");
        await running.Services.GetRequiredService<IUsageRecorder>().FlushAsync();
        var cost = await running.Services.GetRequiredService<GigaChatTokenUsage>().GetCostAsync(UsageFilter.All);
        cost.Rubles.Should().BePositive();
        cost.UnpricedModels.Should().BeEmpty();
    }

    [Test]
    public async Task Call_to_a_further_reseller_has_its_name_before_the_model()
    {
        var program = new Recipe(Recipes, "usage.Resellers[\"llm.seller.example\"]")
            .With("gigachat-usage.db", Path.Combine(_folder.FullName, "usage.db"))
            .Program(
                _server,
                """
                var seller = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("seller");
                await seller.PostAsJsonAsync("https://llm.seller.example/v1/chat/completions", ShortCall.Body);
                """
            );
        program = program with
        {
            Code = program.Code.Replace(
                "builder.Services.AddSingleton<SeenRecords>();",
                $"builder.Services.AddHttpClient(\"seller\").ConfigurePrimaryHttpMessageHandler(() => new ForwardTo(\"{_server.BaseAddress}\"));\nbuilder.Services.AddSingleton<SeenRecords>();",
                StringComparison.Ordinal
            ),
        };
        await using var running = await RunningProgram.StartAsync(program);

        (await NextAsync(running)).Model.Should().Be("seller.example/GigaChat-2");
    }

    [Test]
    public async Task Client_that_is_constructed_records_its_calls_with_its_platform()
    {
        var program = new Recipe(Recipes, "Proxy = new WebProxy")
            .With("Proxy = new WebProxy(\"http://proxy.corp.example:3128\"),", "")
            .With("var sockets", "var recorder = app.Services.GetRequiredService<IUsageRecorder>();\nvar sockets")
            .Program(
                _server,
                $"await client.PostAsJsonAsync(\"{_server.V1BaseAddress}chat/completions\", ShortCall.Body);",
                isBuilt: true
            );
        await using var running = await RunningProgram.StartAsync(program);

        // Observers of the services are not those of a handler that is made by hand.
        await running.Services.GetRequiredService<IUsageRecorder>().FlushAsync();
        var usage = running.Services.GetRequiredService<GigaChatTokenUsage>();
        (await usage.GetTotalsAsync(new UsageFilter { Platform = "bot" }))
            .Tokens.Should()
            .BePositive()
            .And.Be(_server.Ledger.TotalTokens);
    }

    [Test]
    public async Task Channel_of_grpc_records_what_the_service_reports()
    {
        await using var service = await ChatService.StartAsync();
        var program = new Recipe(Recipes, "GrpcChannel.ForAddress")
            .With("https://gigachat.devices.sberbank.ru", service.Address.AbsoluteUri)
            .With("var channel", "var recorder = app.Services.GetRequiredService<IUsageRecorder>();\nvar channel")
            .Program(
                _server,
                "await channel.CreateCallInvoker().AsyncUnaryCall(ChatService.Chat, null, default, ChatService.Request);",
                isBuilt: true
            );
        await using var running = await RunningProgram.StartAsync(program);

        await running.Services.GetRequiredService<IUsageRecorder>().FlushAsync();
        (await running.Services.GetRequiredService<GigaChatTokenUsage>().GetTotalTokensAsync())
            .Should()
            .Be(ChatService.Tokens);
    }

    [Test]
    public async Task Container_keeps_a_journal_waits_for_its_records_and_is_healthy()
    {
        var journal = Path.Combine(_folder.FullName, "journal");
        var program = new Recipe(Recipes, "usage.JournalDirectory = \"/var/lib/app/usage\"")
            .With("/var/lib/app/usage", journal)
            .With(
                ".UsePostgreSql(connectionString, postgres => postgres.MigrateOnStart = false)",
                $".UseSqlite(\"Data Source={Path.Combine(_folder.FullName, "usage.db")}\")"
            )
            .With("app.MapHealthChecks", "var app = builder.Build();\napp.MapHealthChecks")
            .Program(
                _server,
                """
                app.MapGet("/call", async (IHttpClientFactory clients) =>
                    (int)(await clients.CreateClient("gigachat").PostAsJsonAsync("chat/completions", ShortCall.Body)).StatusCode);
                """
            );
        await using var running = await RunningProgram.StartAsync(program);
        using var client = new HttpClient { BaseAddress = running.Address };

        (await client.GetStringAsync(new Uri("call", UriKind.Relative))).Should().Be("200");
        await NextAsync(running);
        using var health = await client.GetAsync(new Uri("health", UriKind.Relative));

        health.StatusCode.Should().Be(HttpStatusCode.OK);
        Directory.EnumerateFiles(journal, "*", SearchOption.AllDirectories).Should().NotBeEmpty();
        running
            .Services.GetRequiredService<IOptions<HostOptions>>()
            .Value.ShutdownTimeout.Should()
            .Be(TimeSpan.FromSeconds(40));
    }
}
