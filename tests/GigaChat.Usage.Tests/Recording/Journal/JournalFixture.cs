using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording.Journal;

/// <summary>Recorders that keep a journal in a directory of the test's own.</summary>
internal abstract class JournalFixture : RecorderFixture
{
    private readonly List<UsageRecorder> _recorders = [];

    protected string JournalDirectory { get; set; } = null!;

    /// <summary>The folders of owners.</summary>
    protected string[] Folders => Directory.Exists(JournalDirectory) ? Directory.GetDirectories(JournalDirectory) : [];

    protected string[] Segments =>
        [.. Folders.SelectMany(folder => Directory.GetFiles(folder)).Order(StringComparer.Ordinal)];

    [SetUp]
    public void SetUpJournal()
    {
        JournalDirectory = Path.Combine(Directory.CreateTempSubdirectory("journal").FullName, "usage");
        Choices.Durability = UsageDurability.Journaled;
        Choices.JournalDirectory = JournalDirectory;
    }

    /// <summary>Also after a failure, and with a store that the test left down.</summary>
    [TearDown]
    public async Task TearDownJournal()
    {
        StoreIsUp();
        foreach (var recorder in _recorders)
            await StopAsync(recorder);
        _recorders.Clear();
        Directory.Delete(Path.GetDirectoryName(JournalDirectory)!, recursive: true);
    }

    /// <summary>A recorder that ends with the test.</summary>
    protected UsageRecorder Start(IUsageStore? store = null, TimeProvider? timeProvider = null)
    {
        var recorder = new UsageRecorder(
            store ?? Store,
            Choices,
            timeProvider ?? Clock,
            Logger,
            limits: timeProvider ?? Clock
        );
        lock (_recorders)
            _recorders.Add(recorder);
        return recorder;
    }

    /// <summary>The store fails with every write until the test says otherwise.</summary>
    protected void StoreIsDown() => Store.Behaviour = static (_, _) => Task.FromException(new IOException("unplugged"));

    protected void StoreIsUp() => Store.Behaviour = static (_, _) => Task.CompletedTask;

    /// <summary>Makes the directory what a process that is killed now would leave: the files as they are, the locks let
    /// go.</summary>
    protected void LeaveAsIfKilled()
    {
        var left = Path.Combine(Path.GetDirectoryName(JournalDirectory)!, $"left-{Guid.CreateVersion7():N}");
        foreach (var folder in Folders)
        {
            var copy = Directory.CreateDirectory(Path.Combine(left, Path.GetFileName(folder))).FullName;
            foreach (var file in Directory.GetFiles(folder))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        JournalDirectory = left;
        Choices.JournalDirectory = left;
    }

    /// <summary>Ends a recorder, with a clock that moves meanwhile.</summary>
    protected Task StopAsync(UsageRecorder recorder) =>
        OnMovingClockAsync(recorder.DisposeAsync().AsTask(), Choices.ShutdownTimeout);

    /// <summary>Flushes, with a clock that moves meanwhile.</summary>
    protected Task FlushAsync(UsageRecorder recorder) =>
        OnMovingClockAsync(recorder.FlushAsync(), Choices.MaxRetryDelay);

    private async Task OnMovingClockAsync(Task task, TimeSpan step)
    {
        task = task.Soon();
        while (!task.IsCompleted)
        {
            Clock.Advance(step);
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }

        await task;
    }
}
