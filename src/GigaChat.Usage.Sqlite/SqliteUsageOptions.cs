namespace GigaChat.Usage;

/// <summary>
/// The options of the SQLite store. The connection string names a file, such as <c>Data Source=usage.db</c>, which is
/// created when missing; its folder is not.
/// </summary>
public sealed class SqliteUsageOptions : RelationalUsageOptions;
