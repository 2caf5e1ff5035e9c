namespace GigaChat.Usage.Benchmarks.Reliability.Chaos;

/// <summary>A database and the faults that can be made in it.</summary>
internal interface IChaosDatabase : IAsyncDisposable
{
    /// <summary>The faults; each is undone when its task ends.</summary>
    IReadOnlyList<(string Name, Func<Random, Task> Make)> Faults { get; }

    /// <summary>A fault that happens once, in the middle of the run; null for none.</summary>
    (string Name, Func<Task> Make)? Once { get; }

    /// <summary>The databases that hold records at the end: the one, and any that a writer made in its place.</summary>
    IEnumerable<string> ConnectionStrings { get; }

    /// <summary>The connection string of a writer, which are numbered from 0.</summary>
    string ConnectionOf(int writer);

    /// <summary>Opens one of the databases.</summary>
    EfUsageStore OpenStore(string connectionString);
}
