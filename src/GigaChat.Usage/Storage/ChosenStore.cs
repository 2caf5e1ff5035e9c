using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Storage;

/// <summary>Says that the application has chosen a store, be it the one in memory.</summary>
internal sealed class ChosenStore
{
    /// <summary>Whether records are kept in memory only because nothing else was chosen.</summary>
    public static bool IsMissing(IServiceProvider services) =>
        services.GetService<ChosenStore>() is null && services.GetRequiredService<IUsageStore>() is InMemoryUsageStore;
}
