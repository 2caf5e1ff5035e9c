using GigaChat.Usage.Capture;
using GigaChat.Usage.DependencyInjection;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Diagnostics;

/// <summary>Checks the configuration of the clients of the application's <see cref="IHttpClientFactory"/>.</summary>
internal sealed class ClientChecks(IServiceProvider services, GigaChatUsageOptions options)
{
    private readonly HostMatcher _hosts = new(options, everyHost: false);

    /// <summary>
    /// The number of clients that the factory is known to create, the unnamed one included, and the number of tracked
    /// ones among them, at the time of the examination.
    /// </summary>
    public (long Tracked, long Known) Count { get; private set; }

    public IEnumerable<UsageFinding> Examine()
    {
        if (
            services.GetService<IHttpMessageHandlerFactory>() is not { } handlers
            || services.GetService<IHttpClientFactory>() is not { } clients
        )
            return [];
        var findings = new List<UsageFinding>();
        foreach (var name in Names())
        {
            try
            {
                var chain = HandlerChain.Of(handlers.CreateHandler(name));
                using var client = clients.CreateClient(name);
                Count = (Count.Tracked + (chain.Trackings > 0 ? 1 : 0), Count.Known + 1);
                findings.AddRange(Examine(name, chain, client.BaseAddress));
            }
            catch (Exception error)
            {
                findings.Add(
                    UsageFinding.Of(
                        UsageFindingCode.ClientCannotBeBuilt,
                        UsageFindingSeverity.Notice,
                        $"The client {Shown(name)} cannot be created ({error.GetType().Name}), so its handlers were not examined.",
                        "Create it with IHttpClientFactory.CreateClient: the error contains what is missing.",
                        ("client", name),
                        ("error", error.GetType().Name)
                    )
                );
            }
        }

        return findings;
    }

    /// <summary>Gets the configured names; a client of another name has neither an address nor handlers.</summary>
    private IEnumerable<string> Names() =>
        services
            .GetServices<IConfigureOptions<HttpClientFactoryOptions>>()
            .OfType<ConfigureNamedOptions<HttpClientFactoryOptions>>()
            .Select(static configure => configure.Name)
            .OfType<string>()
            .Concat(services.GetRequiredService<IOptions<TrackedClients>>().Value.Names)
            .Append(Options.DefaultName)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private IEnumerable<UsageFinding> Examine(string name, HandlerChain chain, Uri? address)
    {
        foreach (var inside in chain.Inside)
            yield return HandlerChain.IsRetry(inside) ? RetryInside(name, inside) : HandlerInside(name, inside);
        if (chain.Trackings > 1)
            yield return TrackedTwice(name, chain.Trackings);
        if (address is not { IsAbsoluteUri: true, IsLoopback: false })
            yield break;
        if (IsTracked(address.IdnHost))
        {
            if (chain.Trackings == 0)
                yield return NotTracked(name, address.IdnHost);
        }
        else if (
            chain.Trackings > 0
            && address.IdnHost.Contains("gigachat", StringComparison.OrdinalIgnoreCase)
            && !services.GetRequiredService<IOptions<TrackedClients>>().Value.TryGetNamed(name, out _)
        )
        {
            yield return HostNotTracked(name, address.IdnHost);
        }
    }

    private bool IsTracked(string host) => _hosts.IsKnown(host.TrimEnd('.'));

    private static string Shown(string name) => name.Length == 0 ? "without a name" : $"\"{name}\"";

    private static UsageFinding RetryInside(string name, DelegatingHandler inside) =>
        UsageFinding.Of(
            UsageFindingCode.RetryInside,
            UsageFindingSeverity.Warning,
            $"In the client {Shown(name)} the retry {inside.GetType().Name} is inside the tracking, so that all attempts of a call are one record with the tokens of the last.",
            "Add the tracking with AddGigaChatUsageTracking(), which makes it the innermost handler, or add it after the retry.",
            ("client", name),
            ("handler", inside.GetType().Name)
        );

    private static UsageFinding HandlerInside(string name, DelegatingHandler inside) =>
        UsageFinding.Of(
            UsageFindingCode.HandlerInside,
            UsageFindingSeverity.Notice,
            $"In the client {Shown(name)} the handler {inside.GetType().Name} is inside the tracking, which does not see its changes and retries.",
            "Add the tracking with AddGigaChatUsageTracking(), which makes it the innermost handler, unless this handler sends every request once and unchanged.",
            ("client", name),
            ("handler", inside.GetType().Name)
        );

    private static UsageFinding TrackedTwice(string name, int trackings) =>
        UsageFinding.Of(
            UsageFindingCode.TrackedTwice,
            UsageFindingSeverity.Notice,
            $"The client {Shown(name)} has {trackings} tracking handlers; only the innermost records, so no call is counted twice.",
            "Remove AddHttpMessageHandler<GigaChatUsageHandler>() from the client: AddGigaChatUsageTracking() is enough.",
            ("client", name),
            ("handlers", (long)trackings)
        );

    private static UsageFinding NotTracked(string name, string host) =>
        UsageFinding.Of(
            UsageFindingCode.ClientNotTracked,
            UsageFindingSeverity.Warning,
            $"The client {Shown(name)} calls {host} without tracking, so its usage is missing from every figure.",
            "Call AddGigaChatUsageTracking() on the client's builder, or leave GigaChatUsageOptions.TrackAllClients true.",
            ("client", name),
            ("host", host)
        );

    private static UsageFinding HostNotTracked(string name, string host) =>
        UsageFinding.Of(
            UsageFindingCode.HostNotTracked,
            UsageFindingSeverity.Notice,
            $"The client {Shown(name)} calls {host}, which is none of the tracked hosts, so its calls leave no records.",
            "If it is a gateway to GigaChat, add the host to GigaChatUsageOptions.Hosts, or call AddGigaChatUsageTracking() on the client's builder.",
            ("client", name),
            ("host", host)
        );
}
