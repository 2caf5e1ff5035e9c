using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage;

/// <summary>Configures usage tracking after <c>AddGigaChatUsageTracking()</c>; store packages extend it.</summary>
public interface IGigaChatUsageBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}
