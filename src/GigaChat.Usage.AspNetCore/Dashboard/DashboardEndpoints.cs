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
        var pages = new DashboardPages(services, options);
        var door = new DashboardDoor(services);
        Map("/", 0, pages.OverviewAsync);
        Map("/records", 1, pages.RecordsAsync);
        Map("/records/{id:guid}", 2, pages.RecordAsync);
        Map("/diagnosis", 1, pages.DiagnosisAsync);
        Map("/export/{name}.{format}", 2, pages.ExportAsync);
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
