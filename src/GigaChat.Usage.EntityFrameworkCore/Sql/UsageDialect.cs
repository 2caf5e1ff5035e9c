using System.Data.Common;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>What differs between databases: how values are kept, a few expressions, and the fast way to
/// write.</summary>
internal abstract class UsageDialect
{
    /// <summary>A time as a parameter's value.</summary>
    public abstract object TimeValue(long microseconds);

    public abstract long ReadTime(DbDataReader reader, int ordinal);

    public abstract object IdValue(Guid id);

    public abstract Guid ReadId(DbDataReader reader, int ordinal);

    /// <summary>Spans as a table with the columns <c>day</c>, <c>lo</c> and <c>hi</c>, joined before the table that
    /// follows.</summary>
    public abstract string SpansJoin(UsageSql sql, IReadOnlyList<UsageSpan> spans);

    /// <summary>The first moment of a time's hour.</summary>
    public abstract string HourOf(string time);

    /// <summary><see cref="NameStamp"/> of a record, empty where it has no name.</summary>
    public abstract string NameStampOf(string time, string name);

    /// <summary>The time by the database's clock, in microseconds since 1970.</summary>
    public abstract string Clock { get; }

    /// <summary>How far a copy of a database is behind, in microseconds: 0 where it has all it was sent, null where it
    /// is no copy; null where there are no copies.</summary>
    public virtual string? ReplicationLag => null;

    /// <summary>A sum as a 64-bit number.</summary>
    public abstract string Sum(string expression);

    /// <summary>A list of 64-bit numbers as something to stand behind IN or ANY.</summary>
    public abstract string IsOneOf(UsageSql sql, string expression, long[] values);

    /// <summary>Whether there is a table, given its name as SQL writes it.</summary>
    public abstract string TableExists(UsageSql sql, string table);

    /// <summary>What follows SELECT to get one row with a text where a table has partitions and none where it has not;
    /// null where none can.</summary>
    public virtual string? SelectPartitions(UsageSql sql, string table) => null;

    /// <summary>What a SELECT ends with that is to pass over rows another transaction is at work on.</summary>
    public virtual string SkipLocked => "";

    /// <summary>What a SELECT ends with that is to lock the rows it finds, in their order.</summary>
    public virtual string LockRows => "";

    /// <summary>How many transactions on budgets a process may have open at once: each holds a connection, and most
    /// wait for the same rows.</summary>
    public abstract int ConcurrentBudgetWrites { get; }

    /// <summary>Whether a folded text contains a folded text, literally.</summary>
    public abstract string Contains(UsageSql sql, string expression, string folded);

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

    /// <summary>Statements that a transaction begun to read starts with.</summary>
    public virtual string ReadOpening => "";

    /// <summary>Statements that a transaction starts with that need not survive a crash of the server: its commit then
    /// waits for no disk.</summary>
    public virtual string FleetingOpening => "";

    /// <summary>A statement that ends once the disk has all that was committed on its connection before; empty where
    /// every commit waits for the disk.</summary>
    public virtual string Flush => "";

    /// <summary>Starts a transaction that writes.</summary>
    public abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Holds off a change of the report's time zone until the transaction ends, or with
    /// <paramref name="exclusive"/> every writer.</summary>
    public abstract Task LockRollupsAsync(UsageSession session, bool exclusive);

    /// <summary>Stores texts that are new; the answer has their ids, in order.</summary>
    public abstract Task<long[]> InsertTextsAsync(UsageSession session, IReadOnlyList<string> folded);

    /// <summary>Stores records, except those whose id is stored; the answer says which were.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="records">Fitted records of different ids, in the order of their ids.</param>
    /// <param name="textIds">The ids of their texts.</param>
    /// <param name="partitioned">Whether the table has partitions, so that its key alone does not refuse an id that is
    /// stored with another time.</param>
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

    /// <summary>Whether another transaction was in the way, so that the same again at once may work.</summary>
    public abstract bool IsConflict(Exception error);

    /// <summary>Whether a connection was lost, so that the same again on a new one may work at once.</summary>
    public virtual bool IsConnectionLost(Exception error) => false;

    /// <summary>
    /// What an error means: <see cref="UsageDataException"/> for values that are refused and would be again,
    /// <see cref="UsageStoreException"/> with what to do for
    /// a database that cannot be used at present; null when the driver's own error says enough.
    /// </summary>
    public abstract Exception? Explain(Exception error, DbConnection connection);

    /// <summary>What follows SET for names without a schema to mean this one.</summary>
    public virtual string UseSchema(string schema) => throw new NotSupportedException("This database has no schemas.");

    /// <summary>Takes what the transaction deleted out of indexes that would keep it for a while.</summary>
    public virtual Task ScrubIndexesAsync(UsageSession session) => Task.CompletedTask;

    /// <summary>Takes what was deleted out of the database's log, where it has one beside its file.</summary>
    /// <returns>False when somebody still reads it.</returns>
    public virtual Task<bool> TryEmptyLogAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    /// <summary>Looks at an open connection before and after it is used: a database that is no longer the one it was
    /// opened for is an error.</summary>
    /// <exception cref="UsageStoreException">The database was moved, deleted or replaced, or cannot hold the
    /// records.</exception>
    public virtual void Verify(DbConnection connection) { }

    /// <summary>Closes the connections that the driver keeps open for the next use.</summary>
    public abstract void ClosePool(DbConnection connection);
}
