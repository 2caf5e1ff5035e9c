using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>What the documents take as given: names that a reader knows from an application of theirs. Nothing of it
/// runs.</summary>
public static class Given
{
    public static WebApplicationBuilder builder => Never<WebApplicationBuilder>();

    public static WebApplication app => Never<WebApplication>();

    /// <summary>The documents say "services" of the collection and of the provider.</summary>
    public static IServices services => Never<IServices>();

    public static IConfiguration configuration => Never<IConfiguration>();

    public static string connectionString => Never<string>();

    public static string primary => Never<string>();

    public static string standby => Never<string>();

    public static IUsageReader oldStore => Never<IUsageReader>();

    public static IUsageStore newStore => Never<IUsageStore>();

    public static HttpClient client => Never<HttpClient>();

    public static HttpRequestMessage request => Never<HttpRequestMessage>();

    public static object body => Never<object>();

    public static string token => Never<string>();

    public static LessonRequest lesson => Never<LessonRequest>();

    public static IUsageRecorder recorder => Never<IUsageRecorder>();

    public static DateTimeOffset monthStart => Never<DateTimeOffset>();

    public static DateTimeOffset bought => Never<DateTimeOffset>();

    public static IReadOnlyList<string> texts => Never<IReadOnlyList<string>>();

    public static OpenAIClient openAi => Never<OpenAIClient>();

    private static T Never<T>([CallerMemberName] string name = "") =>
        throw new NotSupportedException($"{name} is there to compile, not to run.");
}

public interface IServices : IServiceCollection, IServiceProvider;

public sealed record LessonRequest(string Id, string UserId, string Topic);

public sealed class LessonWriter(HttpClient http)
{
    public Task WriteAsync(LessonRequest lesson) => http.PostAsJsonAsync("chat/completions", ShortCall.Body);
}

/// <summary>The entry point of the application that a test starts.</summary>
public abstract class Program;

public abstract class LessonQueue
{
    public abstract IAsyncEnumerable<LessonRequest> ReadAllAsync(CancellationToken cancellationToken);
}

public sealed class TenantEnricher : IUsageEnricher
{
    public UsageContext Enrich(UsageContext context, HttpRequestMessage request) => context;
}

public sealed class MyStore : IUsageStore, IUsageReader
{
    private readonly InMemoryUsageStore _records = new();

    public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
        _records.AppendAsync(batch, cancellationToken);

    public Task<IReadOnlyList<UsageGroup>> AggregateAsync(
        UsageFilter filter,
        UsageGrouping groupBy,
        CancellationToken cancellationToken = default
    ) => _records.AggregateAsync(filter, groupBy, cancellationToken);

    public Task<UsagePageResult> ListAsync(
        UsageFilter filter,
        UsagePage page,
        CancellationToken cancellationToken = default
    ) => _records.ListAsync(filter, page, cancellationToken);

    public Task<UsageRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        _records.FindAsync(id, cancellationToken);
}
