using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>Recipes for frameworks run as they are written: the job, hub or agent makes its call, and the record has its
/// user.</summary>
[TestFixture, CancelAfter(60_000)]
internal sealed partial class FrameworkRecipeTests
{
    private const string Frameworks = "docs/recipes-frameworks.md";
    private const string Recipes = "docs/recipes.md";

    private GigaChatServer _server = null!;

    private DirectoryInfo _folder = null!;

    [SetUp]
    public async Task StartServerAsync()
    {
        _folder = Directory.CreateTempSubdirectory("recipe-");
        _server = await GigaChatServer.StartAsync();
    }

    [TearDown]
    public async Task StopServerAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [TestCase(Recipes, "credential.Update", 2)]
    [TestCase(Recipes, "Topic = \"Квантовая физика\" }))\n    Console", 1)]
    [TestCase(Recipes, "\"look_up\"", 1)]
    [TestCase(Recipes, "AGENT_STEP", 10)]
    [TestCase(Recipes, "kernel.InvokePromptAsync", 1)]
    [TestCase(Frameworks, "new ChatClientAgent", 1)]
    public async Task Recipe_of_a_client_records_what_the_server_billed(string document, string part, int calls)
    {
        var recipe = new Recipe(document, part);
        if (recipe.Statements.Contains("https://api.giga.chat/v1"))
            recipe = recipe.With("https://api.giga.chat/v1", _server.V1BaseAddress.AbsoluteUri);

        await using var running = await RunningProgram.StartAsync(recipe.Program(_server, isBuilt: true));

        await running.Services.GetRequiredService<IUsageRecorder>().FlushAsync();
        _server.Ledger.Count.Should().Be(calls);
        (await running.Services.GetRequiredService<GigaChatTokenUsage>().GetTotalTokensAsync())
            .Should()
            .BePositive()
            .And.Be(_server.Ledger.TotalTokens);
    }

    [Test]
    public async Task Serilog_receives_the_log_from_the_level_of_the_recipe()
    {
        await using var running = await RunningProgram.StartAsync(
            new Recipe(Frameworks, "builder.Services.AddSerilog").Program(_server)
        );

        var loggers = running.Services.GetRequiredService<ILoggerFactory>();

        loggers.GetType().FullName.Should().StartWith("Serilog.");
        var logger = loggers.CreateLogger("GigaChat.Usage.UsageRecorder");
        logger.IsEnabled(LogLevel.Information).Should().BeFalse();
        logger.IsEnabled(LogLevel.Warning).Should().BeTrue();
    }

    [Test]
    public async Task Telegram_bot_replies_with_the_cost_and_then_with_the_limit()
    {
        var program = new Recipe(Recipes, "class BotReplies")
            .With("gigachat-usage.db", Path.Combine(_folder.FullName, "usage.db"))
            .With("Tokens = 20_000", "Tokens = 600")
            .Program(
                _server,
                """
                var bot = app.Services.GetRequiredService<BotReplies>();
                app.MapGet("/reply", () => bot.GetAsync(42, "anna", "Что такое квант?", CancellationToken.None));
                """
            );
        await using var running = await RunningProgram.StartAsync(program);
        using var client = new HttpClient { BaseAddress = running.Address };

        var first = await client.GetStringAsync(new Uri("reply", UriKind.Relative));
        await NextAsync(running);
        var replies = new List<string> { first };
        while (replies.Count < 20 && replies[^1].Contains('₽', StringComparison.Ordinal))
            replies.Add(await client.GetStringAsync(new Uri("reply", UriKind.Relative)));

        first.Should().Contain("Это стоило");
        replies[^1].Should().StartWith("Лимит на сегодня израсходован.");
    }

    [Test]
    public async Task Bill_of_a_tenant_lists_its_features()
    {
        var program = new Recipe(Recipes, "app.MapGet(\"/bill\"")
            .With("gigachat-usage.db", Path.Combine(_folder.FullName, "usage.db"))
            .With("body);", "ShortCall.Body);")
            .With(
                "app.Use(",
                """
                builder.Services.AddTransient(provider =>
                    provider.GetRequiredService<IHttpClientFactory>().CreateClient("gigachat"));
                var app = builder.Build();
                app.Use((context, next) =>
                {
                    context.User = new(new System.Security.Claims.ClaimsIdentity([new("tenant", "school")], "test"));
                    return next(context);
                });
                app.Use(
                """
            )
            .Program(_server);
        await using var running = await RunningProgram.StartAsync(program);
        using var client = new HttpClient { BaseAddress = running.Address };
        using var summary = await client.PostAsync(new Uri("summary", UriKind.Relative), null);
        await running.Services.GetRequiredService<IUsageRecorder>().FlushAsync();

        var bill = await client.GetStringAsync(new Uri("bill?tenant=school", UriKind.Relative));

        bill.Should().Contain("\"value\":\"summary\"").And.Contain($"\"tokens\":{_server.Ledger.TotalTokens}");
    }

    [Test]
    public async Task Proxy_records_the_calls_of_the_clients_behind_it()
    {
        var program = new Recipe(Recipes, "class TrackingClientFactory")
            .With("gigachat-usage.db", Path.Combine(_folder.FullName, "usage.db"))
            .Program(_server, "app.MapReverseProxy();");
        await using var running = await RunningProgram.StartAsync(
            program,
            "--ReverseProxy:Routes:all:ClusterId=sber",
            "--ReverseProxy:Routes:all:Match:Path={**rest}",
            $"--ReverseProxy:Clusters:sber:Destinations:one:Address={new Uri(_server.V1BaseAddress, "/").AbsoluteUri}"
        );
        using var client = new HttpClient { BaseAddress = running.Address };

        using var response = await client.PostAsJsonAsync(
            _server.V1BaseAddress.AbsolutePath.TrimStart('/') + "chat/completions",
            ShortCall.Body
        );
        await response.Content.ReadAsStringAsync();

        (await NextAsync(running)).TotalTokens.Should().BePositive().And.Be(_server.Ledger.TotalTokens);
    }

    [Test]
    public async Task Worker_charges_each_lesson_to_its_user()
    {
        var worker = new Recipe(Recipes, "class LessonWorker");
        var code = worker
            .Whole.Code.Replace("https://api.giga.chat/v1/", _server.V1BaseAddress.AbsoluteUri)
            .Replace(".UsePostgreSql(connectionString)", ".UseInMemory()")
            .Replace("/var/lib/lessons", _folder.FullName)
            .Replace(
                "builder.Services.AddHostedService<LessonWorker>();",
                """
                builder.Services.AddSingleton<LessonQueue, OneLesson>().AddHostedService<LessonWorker>();
                builder.Services.AddSingleton<SeenRecords>();
                builder.Services.AddSingleton<IUsageObserver>(provider => provider.GetRequiredService<SeenRecords>());
                """
            );
        var program = worker.Whole with
        {
            Code = $$"""
                {{code}}
                sealed class OneLesson : LessonQueue
                {
                    public override async IAsyncEnumerable<LessonRequest> ReadAllAsync(
                        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
                    {
                        await Task.Yield();
                        yield return new("lesson-7", "42", "Кванты");
                    }
                }
                """,
        };
        await using var running = await RunningProgram.StartAsync(program);

        (await NextAsync(running))
            .Should()
            .BeEquivalentTo(
                new
                {
                    UserId = "42",
                    GenerationId = "lesson-7",
                    Topic = "Кванты",
                    Platform = "worker",
                }
            );
    }

    [Test]
    public async Task Test_of_xunit_passes_against_the_application_of_the_recipe()
    {
        var application = new Recipe(Recipes, "app.MapPost(\"/lessons\", async (Lesson lesson, IHttp").Whole;
        var test = new Recipe(Recipes, "class LessonTests").Whole;
        var usings = test.Code.Split("\npublic ")[0];
        var assembly = BlockCompiler.Load(
            application with
            {
                Code = $"{usings}\n{application.Code}\n{test.Code[usings.Length..]}",
            }
        );

        // What the SDK would have written beside the assembly, which is only in memory here.
        var name = assembly.GetName().Name!;
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, $"{name}.deps.json"), "{}");
        Environment.SetEnvironmentVariable(
            $"ASPNETCORE_TEST_CONTENTROOT_{name.ToUpperInvariant().Replace('.', '_')}",
            _folder.FullName
        );
        var tests = Activator.CreateInstance(assembly.GetType("LessonTests")!)!;

        await (Task)tests.GetType().GetMethod("Lesson_is_charged_to_its_topic")!.Invoke(tests, null)!;
    }

    private static ValueTask<UsageRecord> NextAsync(RunningProgram running) =>
        running.Services.GetRequiredService<SeenRecords>().NextAsync();
}
