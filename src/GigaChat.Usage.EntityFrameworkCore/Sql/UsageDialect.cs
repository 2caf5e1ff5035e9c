using System.Data.Common;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The differences between databases: the storage of values, a few expressions, and the fast way to write.
/// </summary>
internal abstract class UsageDialect
{
    /// <summary>Gets a time as a parameter's value.</summary>
    public abstract object TimeValue(long microseconds);

    public abstract long ReadTime(DbDataReader reader, int ordinal);

    public abstract object IdValue(Guid id);

    public abstract Guid ReadId(DbDataReader reader, int ordinal);

    /// <summary>
    /// Gets spans as a table with the columns <c>day</c>, <c>lo</c>, <c>hi</c> and <c>shift</c> (the offset), joined
    /// with the table that follows.
    /// </summary>
    public abstract SqlText SpansJoin(UsageSql sql, IReadOnlyList<UsageSpan> spans);

    /// <summary>Gets the first moment of a time's hour.</summary>
    public abstract SqlText HourOf(SqlText time);

    /// <summary>Gets the hour of the day, 0 to 23, of a time and the distance of local time from UTC.</summary>
    public abstract SqlText LocalHourOf(SqlText time, SqlText offset);

    /// <summary>Gets the <see cref="NameStamp"/> of a record, empty where it has no name.</summary>
    public abstract SqlText NameStampOf(SqlText time, SqlText name);

    /// <summary>The time by the database's clock, in microseconds since 1970.</summary>
    public abstract SqlText Clock { get; }

    /// <summary>
    /// The lag of a replica in microseconds: 0 where it has applied all it received, null on a primary; the property is
    /// null where there are no replicas.
    /// </summary>
    public virtual SqlText? ReplicationLag => null;

    /// <summary>Gets the value of a tag, NULL where there is none.</summary>
    /// <param name="tags">The column of tags.</param>
    /// <param name="key">The parameter with the key.</param>
    public abstract SqlText TagValueOf(SqlText tags, SqlText key);

    /// <summary>Gets a text without special characters as an expression that can be grouped by.</summary>
    public abstract SqlText Constant(string text);

    /// <summary>Gets the condition that a column of tags has each of some tags.</summary>
    public abstract SqlText HasTags(UsageSql sql, SqlText column, UsageTags tags);

    /// <summary>Gets a column of tags with other values of some tags.</summary>
    public abstract SqlText WithTags(UsageSql sql, SqlText column, UsageTags tags);

    /// <summary>Gets the condition that a record has a tag, for a statement without an alias.</summary>
    public virtual Task<SqlText> HasIndexedTagAsync(UsageSession session, UsageSql sql, string key, string value) =>
        Task.FromResult(HasTags(sql, $"tags", UsageTags.Of(key, value)));

    /// <summary>
    /// Gets <c>true</c> if there is an index of tags that a query has to join; <c>false</c> if there is none, or the
    /// database uses it by itself.
    /// </summary>
    public virtual Task<bool> HasTagIndexAsync(UsageSession session) => Task.FromResult(false);

    /// <summary>
    /// Gets the records as a table joined with the index of tags, <c>t</c>, up to the alias of the records.
    /// </summary>
    public virtual SqlText TaggedRecords(UsageTables tables) => throw new NotSupportedException();

    /// <summary>Gets a sum as a 64-bit number.</summary>
    public abstract SqlText Sum(SqlText expression);

    /// <summary>Gets the condition that an expression is one of a list of 64-bit numbers.</summary>
    public abstract SqlText IsOneOf(UsageSql sql, SqlText expression, long[] values);

    /// <summary>Gets the condition that a table exists, given its name as it appears in SQL.</summary>
    public abstract SqlText TableExists(UsageSql sql, SqlText table);

    /// <summary>
    /// Gets the text after SELECT that returns one row with a text where a table has partitions, and none where it does
    /// not; null where the database has no partitions.
    /// </summary>
    public virtual SqlText? SelectPartitions(UsageSql sql, SqlText table) => null;

    /// <summary>The end of a SELECT that skips rows locked by another transaction.</summary>
    public virtual SqlText SkipLocked => default;

    /// <summary>The end of a SELECT that locks the rows it finds, in their order.</summary>
    public virtual SqlText LockRows => default;

    /// <summary>
    /// The number of transactions on budgets that a process may have open at once: each uses a connection, and most
    /// wait for the same rows.
    /// </summary>
    public abstract int ConcurrentBudgetWrites { get; }

    /// <summary>Gets the condition that a folded text contains a folded text, literally.</summary>
    public abstract SqlText Contains(UsageSql sql, SqlText expression, string folded);

    /// <summary>Selects the ids of the texts that contain a folded text, by an index of trigrams where there is
    /// one.</summary>
    public abstract Task<UsageSql> TextSearchAsync(
        UsageSession session,
        string folded,
        IReadOnlyList<string> trigrams,
        int limit
    );

    /// <summary>Starts a transaction that sees one state of the database and locks nothing.</summary>
    public abstract Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary><c>true</c> if the database runs in this process and sorts rows to group them, so that a few rows are
    /// added up faster outside of it; otherwise, <c>false</c>.</summary>
    public virtual bool GroupsBySorting => false;

    /// <summary>The statements at the start of a read transaction.</summary>
    public virtual SqlText ReadOpening => default;

    /// <summary>
    /// The statements at the start of a transaction that may be lost in a crash of the server: its commit does not wait
    /// for the disk.
    /// </summary>
    public virtual SqlText FleetingOpening => default;

    /// <summary>
    /// A statement that ends once all earlier commits of its connection are on disk; empty where every commit waits for
    /// the disk.
    /// </summary>
    public virtual SqlText Flush => default;

    /// <summary>Starts a transaction that writes.</summary>
    public abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>
    /// Blocks a change of the report time zone until the transaction ends, or with <paramref name="exclusive"/> every
    /// writer.
    /// </summary>
    public abstract Task LockRollupsAsync(UsageSession session, bool exclusive);

    /// <summary>Inserts new texts.</summary>
    /// <returns>The ids of the texts, in order.</returns>
    public abstract Task<long[]> InsertTextsAsync(UsageSession session, IReadOnlyList<string> folded);

    /// <summary>Inserts the records with new ids.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="records">Fitted records with different ids, in the order of their ids.</param>
    /// <param name="textIds">The ids of their texts.</param>
    /// <param name="partitioned"><c>true</c> if the table has partitions, so that its key alone does not reject an id
    /// that is stored with another time; otherwise, <c>false</c>.</param>
    /// <returns>The inserted records.</returns>
    public abstract Task<IReadOnlyList<UsageRecord>> InsertRecordsAsync(
        UsageSession session,
        IReadOnlyList<UsageRecord> records,
        IReadOnlyList<long?> textIds,
        bool partitioned
    );

    /// <summary>Adds to rollups, in the order given.</summary>
    public abstract Task AddToRollupsAsync(
        UsageSession session,
        IReadOnlyList<KeyValuePair<RollupKey, RollupSums>> additions
    );

    /// <summary>Adds to histograms by appending their bytes, in the order given.</summary>
    /// <returns>The rows that have become long, with all their bytes.</returns>
    public abstract Task<IReadOnlyList<LatencyAddition>> AddToLatencyAsync(
        UsageSession session,
        IReadOnlyList<LatencyAddition> additions
    );

    /// <summary>Adds to rollups by tag, in the order given.</summary>
    public abstract Task AddToTagRollupsAsync(
        UsageSession session,
        IReadOnlyList<KeyValuePair<TagRollupKey, RollupSums>> additions
    );

    /// <summary>
    /// Gets <c>true</c> if an error is a conflict with another transaction, so that an immediate retry may succeed;
    /// otherwise, <c>false</c>.
    /// </summary>
    public abstract bool IsConflict(Exception error);

    /// <summary>
    /// Gets <c>true</c> if an error is a lost connection, so that an immediate retry on a new one may succeed;
    /// otherwise, <c>false</c>.
    /// </summary>
    public virtual bool IsConnectionLost(Exception error) => false;

    /// <summary>
    /// Explains an error: <see cref="UsageDataException"/> for values that are rejected and would be again,
    /// <see cref="UsageStoreException"/> with the remedy for a database that cannot be used at present; null when the
    /// driver's own error is clear enough.
    /// </summary>
    public abstract Exception? Explain(Exception error, DbConnection connection);

    /// <summary>Gets the text after SET that makes a schema the one of unqualified names.</summary>
    public virtual SqlText UseSchema(string schema) => throw new NotSupportedException("This database has no schemas.");

    /// <summary>Removes the rows that the transaction deleted from indexes that would keep them for a while.</summary>
    public virtual Task ScrubIndexesAsync(UsageSession session) => Task.CompletedTask;

    /// <summary>Removes deleted data from the database's log, where there is a separate one.</summary>
    /// <returns><c>true</c> on success; <c>false</c> if a reader still uses the log.</returns>
    public virtual Task<bool> TryEmptyLogAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    /// <summary>
    /// Checks an open connection before and after it is used: a database that is no longer the one it was opened for is
    /// an error.
    /// </summary>
    /// <exception cref="UsageStoreException">The database was moved, deleted or replaced, or cannot store the
    /// records.</exception>
    public virtual void Verify(DbConnection connection) { }

    /// <summary>Closes the connections that the driver has pooled.</summary>
    public abstract void ClosePool(DbConnection connection);
}
