using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GigaChat.Usage.Documents.Tests;

/// <summary>A web application from a document, started in this process on a free port, in production.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Task _main;

    private RunningProgram(IHost host, Task main)
    {
        _host = host;
        _main = main;
    }

    public IServiceProvider Services => _host.Services;

    public Uri Address =>
        new(
            _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(),
            UriKind.Absolute
        );

    public static async Task<RunningProgram> StartAsync(CodeBlock program, params string[] args)
    {
        var entry = BlockCompiler.Load(program).EntryPoint!;
        using var built = new BuiltHost();
        using var subscription = DiagnosticListener.AllListeners.Subscribe(built);
        var main = Task.Factory.StartNew(
            () =>
                entry.Invoke(
                    null,
                    [
                        (string[])
                            [
                                .. args,
                                "--urls=http://127.0.0.1:0",
                                "--environment=Production",
                                "--Logging:LogLevel:Default=Warning",
                            ],
                    ]
                ),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

        // A program that fails before its host has started ends here with its exception.
        var first = await Task.WhenAny(built.Host, main);
        await first;
        var host = await built.Host;
        var started = new TaskCompletionSource();
        using var registration = host
            .Services.GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStarted.Register(started.SetResult);
        await await Task.WhenAny(started.Task, main);
        return new RunningProgram(host, main);
    }

    public async ValueTask DisposeAsync()
    {
        _host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _main;
    }

    private sealed class BuiltHost
        : IObserver<DiagnosticListener>,
            IObserver<KeyValuePair<string, object?>>,
            IDisposable
    {
        private readonly TaskCompletionSource<IHost> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IDisposable? _subscription;

        public Task<IHost> Host => _host.Task;

        public void OnNext(DiagnosticListener value)
        {
            if (string.Equals(value.Name, "Microsoft.Extensions.Hosting", StringComparison.Ordinal))
                _subscription = value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (string.Equals(value.Key, "HostBuilt", StringComparison.Ordinal))
                _host.TrySetResult((IHost)value.Value!);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose() => _subscription?.Dispose();
    }
}
