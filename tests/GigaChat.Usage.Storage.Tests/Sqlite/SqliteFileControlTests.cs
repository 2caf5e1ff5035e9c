using GigaChat.Usage.Sqlite;

namespace GigaChat.Usage;

/// <summary>Where SQLite cannot be asked, a file counts as moved when its name is gone; on Windows it never is.</summary>
[TestFixture]
internal sealed class SqliteFileControlTests
{
    [TestCase(true, ExpectedResult = true)]
    [TestCase(false, ExpectedResult = false)]
    public bool A_file_without_its_name_was_moved_unless_that_is_impossible(bool canLoseName) =>
        SqliteFileControl.IsNameless(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), canLoseName);

    [TestCase(null)]
    [TestCase("")]
    public void A_database_in_memory_has_no_name_to_lose(string? path) =>
        SqliteFileControl.IsNameless(path, canLoseName: true).Should().BeFalse();

    [Test]
    public void A_file_that_is_there_was_not_moved()
    {
        var path = Path.GetTempFileName();
        try
        {
            SqliteFileControl.IsNameless(path, canLoseName: true).Should().BeFalse();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
