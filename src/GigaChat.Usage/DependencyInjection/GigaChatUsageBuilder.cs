using Microsoft.Extensions.DependencyInjection;

namespace GigaChat.Usage.DependencyInjection;

internal sealed class GigaChatUsageBuilder(IServiceCollection services) : IGigaChatUsageBuilder
{
    public IServiceCollection Services { get; } = services;
}
