namespace GigaChat.Usage;

/// <summary>Where and how usage is kept in SQLite. The connection string names a file, such as <c>Data
/// Source=usage.db</c>, which is made when missing; its folder is not.</summary>
public sealed class SqliteUsageOptions : RelationalUsageOptions;
