using GigaChat.Usage.Files;

namespace GigaChat.Usage.Tests.Recording.Journal;

/// <summary>The rules of both file systems, wherever the tests run: those of Windows use what every system has.</summary>
internal sealed class FileRulesTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("rules").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_rules_are_those_of_the_operating_system() =>
        FileRules
            .Current.GetType()
            .Name.Should()
            .Be(OperatingSystem.IsWindows() ? nameof(WindowsFileRules) : "UnixFileRules");

    [Test]
    public void On_Windows_a_file_is_opened_alone_and_can_be_deleted_while_it_is()
    {
        var rules = new WindowsFileRules();
        var path = Path.Combine(_folder, "alone");

        rules.Alone.Should().Be(FileShare.Delete);
        using (new FileStream(path, rules.Options(FileMode.CreateNew, FileAccess.ReadWrite, rules.Alone)))
            File.Delete(path);

        File.Exists(path).Should().BeFalse();
    }

    [TestCase(FileMode.CreateNew)]
    [TestCase(FileMode.OpenOrCreate)]
    public void On_Windows_new_files_have_no_mode_of_Unix(FileMode mode) =>
        new WindowsFileRules().Options(mode, FileAccess.ReadWrite, FileShare.None).UnixCreateMode.Should().BeNull();

    [Test]
    public void On_Windows_folders_are_created_and_permissions_stay()
    {
        var rules = new WindowsFileRules();
        var folder = Path.Combine(_folder, "folder");
        var file = Path.Combine(folder, "file");

        rules.CreateFolder(folder);
        File.WriteAllText(file, "");
        var before = ModeOf(file);
        rules.TightenFolder(folder);
        rules.TightenFile(file);
        rules.TightenFile(Path.Combine(folder, "missing"));

        ModeOf(file).Should().Be(before);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void On_Unix_a_mode_is_set_only_where_a_file_can_be_created()
    {
        FileRules.Current.Alone.Should().Be(FileShare.None);
        ModeOf(FileMode.CreateNew).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ModeOf(FileMode.Open).Should().BeNull();

        static UnixFileMode? ModeOf(FileMode mode) =>
            FileRules.Current.Options(mode, FileAccess.ReadWrite, FileShare.None).UnixCreateMode;
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
