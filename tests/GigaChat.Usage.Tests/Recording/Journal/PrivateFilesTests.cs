using System.Runtime.Versioning;
using GigaChat.Usage.Recording;

namespace GigaChat.Usage.Tests.Recording.Journal;

/// <summary>Nobody but the user of the process can read what the library writes.</summary>
[UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win", Reason = "Windows passes on the access rules of the folder.")]
internal sealed class PrivateFilesTests : JournalFixture
{
    private const UnixFileMode ForAll = (UnixFileMode)0b111_101_101;

    [Test]
    public async Task Journal_and_dead_letters_are_created_for_their_user_alone()
    {
        Store.Refuses(record => record.Topic == "bad", () => new UsageDataException("no"));
        var recorder = Start();
        recorder.TryRecord(Record("bad"));
        await recorder.FlushAsync().Soon();
        StoreIsDown();
        recorder.TryRecord(Record());

        Entries(JournalDirectory).Should().HaveCountGreaterThanOrEqualTo(5).And.OnlyContain(entry => IsPrivate(entry));
        IsPrivate(JournalDirectory).Should().BeTrue();

        await new UsageDeadLetters(JournalDirectory, Store).DeleteAsync();
        IsPrivate(Path.Combine(JournalDirectory, "dead-letters.jsonl")).Should().BeTrue("it was replaced");
    }

    [Test]
    public async Task Existing_files_that_others_can_read_are_tightened()
    {
        StoreIsDown();
        Start().TryRecord(Record());
        await Store.OfferAsync();
        LeaveAsIfKilled();
        var kept = Folders.Single() + "-00000009.journal.damaged";
        foreach (
            var path in (string[])
                [
                    kept,
                    Path.Combine(JournalDirectory, "dead-letters.jsonl"),
                    Path.Combine(JournalDirectory, "dead-letters.lock"),
                    Folders.Single() + ".lock",
                ]
        )
            await File.WriteAllTextAsync(path, "");
        foreach (var path in Entries(JournalDirectory).Prepend(JournalDirectory))
            File.SetUnixFileMode(path, ForAll);

        var next = Start(Store);
        await Store.OfferAsync();
        await StopAsync(next);

        Entries(JournalDirectory).Should().HaveCountGreaterThanOrEqualTo(4).And.OnlyContain(entry => IsPrivate(entry));
        IsPrivate(JournalDirectory).Should().BeTrue();
    }

    [Test]
    public async Task Directory_that_holds_files_of_others_keeps_its_mode()
    {
        Directory.CreateDirectory(JournalDirectory);
        await File.WriteAllTextAsync(Path.Combine(JournalDirectory, "appsettings.json"), "{}");
        foreach (var path in Entries(JournalDirectory).Prepend(JournalDirectory))
            File.SetUnixFileMode(path, ForAll);
        StoreIsDown();

        Start().TryRecord(Record()).Should().BeTrue();

        File.GetUnixFileMode(JournalDirectory).Should().Be(ForAll);
        File.GetUnixFileMode(Path.Combine(JournalDirectory, "appsettings.json")).Should().Be(ForAll);
        Folders.Should().OnlyContain(folder => IsPrivate(folder));
    }

    [Test]
    public async Task Calibration_is_kept_for_its_user_alone([Values] bool existed)
    {
        var path = Path.Combine(JournalDirectory, "calibration.json");
        if (existed)
        {
            Directory.CreateDirectory(JournalDirectory);
            await File.WriteAllTextAsync(path, "{}");
            File.SetUnixFileMode(path, ForAll);
        }

        var store = new FileTokenCalibrationStore(path);
        if (existed)
            IsPrivate(path).Should().BeTrue("it is tightened before it is read");
        await store.SaveAsync("{\"a\":1}", CancellationToken.None);

        (await store.LoadAsync(CancellationToken.None)).Should().Be("{\"a\":1}");
        IsPrivate(path).Should().BeTrue();
        if (!existed)
            IsPrivate(JournalDirectory).Should().BeTrue();
        Directory.GetFiles(JournalDirectory).Should().ContainSingle();
    }

    private static IEnumerable<string> Entries(string directory) =>
        Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories);

    private static bool IsPrivate(string path) =>
        File.GetUnixFileMode(path)
        == (
            Directory.Exists(path)
                ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                : UnixFileMode.UserRead | UnixFileMode.UserWrite
        );
}
