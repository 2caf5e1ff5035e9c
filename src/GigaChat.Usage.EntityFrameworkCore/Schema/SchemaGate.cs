namespace GigaChat.Usage;

/// <summary>Lets work through to the database when its tables are there: brings them about on first use, if that was asked for.</summary>
/// <param name="migrate">Brings the tables up to date; null where they belong to a context of the application's.</param>
/// <param name="onFirstUse">Whether first use does it.</param>
internal sealed class SchemaGate(Func<CancellationToken, Task>? migrate, bool onFirstUse) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _ready = !onFirstUse || migrate is null;

    /// <summary>What to do about a missing table or column.</summary>
    public string Advice => migrate is null
        ? "The tables of usage tracking are missing or of an older version: add a migration to the context that holds them (dotnet ef migrations add) and apply it."
        : "The tables of usage tracking are missing or of an older version: call MigrateGigaChatUsageAsync() on the service provider, or leave the option MigrateOnStart set to true.";

    public Task EnsureReadyAsync(CancellationToken ct) => _ready ? Task.CompletedTask : MigrateAsync(ct);

    public async Task MigrateAsync(CancellationToken ct)
    {
        if (migrate is null)
            return;
        await _one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await migrate(ct).ConfigureAwait(false);
            _ready = true;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
