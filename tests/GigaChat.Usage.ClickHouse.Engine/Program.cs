using System.Net;
using GigaChat.Usage.ClickHouse.Engine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

// Arguments: libchdb.so, the folder of the data, the port (0 for a free one). The first line printed is the address; it
// ends when its input ends, so that no engine outlives its tests.
Chdb.Load(args[0]);

// Each statement blocks a thread while it runs.
ThreadPool.SetMinThreads(256, 64);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AllowSynchronousIO = true;
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.Limits.MinRequestBodyDataRate = null;
    kestrel.Limits.MaxRequestLineSize = 1 << 20;
    kestrel.Limits.MaxRequestBufferSize = 2 << 20;
    kestrel.Listen(IPAddress.Loopback, int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture));
});
var app = builder.Build();

// The first connection starts the engine, and it stops with the last one.
using var keep = new ChdbSession(args[1], []);
app.Run(new HttpInterface(new SessionPool(args[1])).ServeAsync);
await app.StartAsync();
Console.WriteLine(
    app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
);
await Task.Run(() => Console.In.ReadToEnd());

// Not a graceful end: the engine waits for its merges.
Environment.Exit(0);
