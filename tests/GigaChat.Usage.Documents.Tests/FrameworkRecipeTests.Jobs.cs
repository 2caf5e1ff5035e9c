using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace GigaChat.Usage.Documents.Tests;

/// <content>Recipes of jobs, buses and bots.</content>
internal sealed partial class FrameworkRecipeTests
{
    [Test]
    public async Task Hangfire_job_is_charged_to_the_user_who_queued_it()
    {
        var recipe = new Recipe(Frameworks, "BackgroundJob.Enqueue");
        var enqueue = recipe.Statements;
        var program = recipe
            .With(enqueue, "")
            .Program(
                _server,
                $"""
                GlobalConfiguration.Configuration.UseTypeResolver(name =>
                    typeof(LessonJob).Assembly.GetType(name.Split(',')[0]) ?? Type.GetType(name));
                JobStorage.Current = new Hangfire.InMemory.InMemoryStorage();
                {enqueue}
                using var jobs = new BackgroundJobServer(
                    new BackgroundJobServerOptions {"{"} WorkerCount = 1, Activator = new ServiceActivator(app.Services) {"}"});
                """,
                """
                public sealed class ServiceActivator(IServiceProvider services) : JobActivator
                {
                    public override object ActivateJob(Type type) => ActivatorUtilities.CreateInstance(services, type);
                }
                """
            );
        await using var running = await RunningProgram.StartAsync(program);

        (await NextAsync(running))
            .Should()
            .BeEquivalentTo(
                new
                {
                    UserId = "42",
                    Platform = "hangfire",
                    Topic = "lesson-7",
                }
            );
    }

    [Test]
    public async Task Quartz_job_is_charged_to_the_user_in_its_data()
    {
        var program = new Recipe(Frameworks, "JobBuilder.Create<DigestJob>").Program(
            _server,
            """
            var scheduler = await new Quartz.Impl.StdSchedulerFactory().GetScheduler();
            scheduler.JobFactory = new ServiceJobFactory(app.Services);
            await scheduler.ScheduleJob(job, TriggerBuilder.Create().StartNow().Build());
            await scheduler.Start();
            app.Lifetime.ApplicationStopping.Register(() => scheduler.Shutdown().Wait());
            """,
            """
            public sealed class ServiceJobFactory(IServiceProvider services) : Quartz.Spi.IJobFactory
            {
                public IJob NewJob(Quartz.Spi.TriggerFiredBundle bundle, IScheduler scheduler) =>
                    (IJob)ActivatorUtilities.CreateInstance(services, bundle.JobDetail.JobType);
                public void ReturnJob(IJob job) { }
            }
            """
        );
        await using var running = await RunningProgram.StartAsync(program);

        (await NextAsync(running))
            .Should()
            .BeEquivalentTo(
                new
                {
                    Outcome = UsageOutcome.Completed,
                    UserId = "42",
                    Platform = "quartz",
                }
            );
    }

    [Test]
    public async Task Message_of_a_bus_has_the_user_of_the_request_that_sent_it()
    {
        var program = new Recipe(Frameworks, "record LessonQueued").Program(
            _server,
            """
            var bus = System.Threading.Channels.Channel.CreateUnbounded<LessonQueued>();
            using (UsageScope.Begin(new UsageContext { UserId = "42", Platform = "web" }))
                bus.Writer.TryWrite(LessonQueue.Message("lesson-7"));
            var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("gigachat");
            await LessonQueue.ConsumeAsync(
                await bus.Reader.ReadAsync(),
                () => client.PostAsJsonAsync("chat/completions", ShortCall.Body));
            """
        );
        await using var running = await RunningProgram.StartAsync(program);

        (await NextAsync(running))
            .Should()
            .BeEquivalentTo(
                new
                {
                    Outcome = UsageOutcome.Completed,
                    UserId = "42",
                    Platform = "web",
                }
            );
    }
}
