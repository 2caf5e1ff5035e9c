using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.Storage;

/// <summary>Marks that the application has chosen a store, the one in memory included.</summary>
internal sealed class ChosenStore
{
    /// <summary>
    /// Gets <c>true</c> if records are stored in memory only because no store was chosen; otherwise, <c>false</c>.
    /// </summary>
    public static bool IsMissing(IServiceProvider services) =>
        services.GetService<ChosenStore>() is null && services.GetRequiredService<IUsageStore>() is InMemoryUsageStore;
}
