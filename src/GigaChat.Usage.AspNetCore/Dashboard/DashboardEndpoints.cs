using GigaChat.Usage.DependencyInjection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The addresses of the dashboard. All of them are guarded, unknown ones too.</summary>
internal static class DashboardEndpoints
{
    public static IEndpointConventionBuilder Map(
        RouteGroupBuilder group,
        string path,
        GigaChatUsageDashboardOptions options
    )
    {
        var services = ((IEndpointRouteBuilder)group).ServiceProvider;
        var source = new DashboardSource(services, options);
        var door = new DashboardDoor(services);
        var diagnosis = new DiagnosisEndpoint(source);
        var records = new RecordsEndpoint(source);
        Map("/", 0, new OverviewEndpoint(source, diagnosis).AnswerAsync);
        Map("/groups", 1, new GroupsEndpoint(source).AnswerAsync);
        Map("/changes", 1, new ChangesEndpoint(source).AnswerAsync);
        Map("/quality", 1, new QualityEndpoint(source).AnswerAsync);
        Map("/statement", 1, new StatementEndpoint(source).AnswerAsync);
        Map("/records", 1, records.ListAsync);
        Map("/records/{id:guid}", 2, records.RecordAsync);
        Map("/diagnosis", 1, diagnosis.AnswerAsync);
        Map("/export/{name}.{format}", 2, new ExportEndpoint(source).AnswerAsync);
        Map("/api/v1/{name}", 3, new ApiEndpoint(source).AnswerAsync);
        Map("/assets/{name}", 2, AssetFile.WriteAsync);
        Map("/{**rest}", 0, Problem.NotFoundAsync);
        group.WithDisplayName("GigaChat.Usage dashboard");
        group.ExcludeFromDescription();
        CacheRefusal.On(group);
        services.GetService<StartChecks>()?.Add(() => DashboardDoor.Check(services, path));
        return group;

        void Map(string pattern, int depth, RequestDelegate answer) =>
            group
                .Map(pattern, DashboardGuard.Around(context => AnswerAsync(context, answer), door))
                .WithMetadata(new DashboardDepth(depth, path));
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate answer)
    {
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        catch (BadQueryException error)
        {
            await Problem.BadQueryAsync(context, error).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The viewer has disconnected.
        }
    }
}
