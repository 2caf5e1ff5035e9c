using GigaChat.Usage.EntityFrameworkCore;

namespace GigaChat.Usage;

/// <summary>The options that every relational store has.</summary>
public abstract class RelationalUsageOptions
{
    /// <summary>The connection string, in the format of the driver.</summary>
    /// <value>The default is empty, which is an error at start.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// <c>true</c> if the tables are created and migrated when the host starts or, without a host, before the first
    /// use; otherwise, <c>false</c>: call <c>MigrateGigaChatUsageAsync()</c> during deployment, or add the tables to
    /// the application's context.
    /// </summary>
    /// <value>The default is <c>true</c>.</value>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>
    /// The age at which records are deleted, at least one day; a hosted application deletes older ones every hour.
    /// Totals, charts and filter lists stay.
    /// </summary>
    /// <value>The default is null: records are never deleted. Without a host call
    /// <see cref="EfUsageStore.DeleteRecordsOlderThanAsync"/>.</value>
    public TimeSpan? RetainRecordsFor { get; set; }

    /// <summary>
    /// The number of keys of tags that have totals of their own each day, 1 or more. Queries by further keys read the
    /// records.
    /// </summary>
    /// <value>The default is 20.</value>
    public int MaxTagKeysPerDay { get; set; } = TagLimits.Default.KeysPerDay;

    /// <summary>
    /// The number of values of a tag that have totals of their own each day, 1 or more; further values are added up as
    /// <see cref="UsageTags.Others"/>, and a warning is logged. Queries that filter by such a value read the records.
    /// </summary>
    /// <value>The default is 1,000.</value>
    public int MaxTagValuesPerDay { get; set; } = TagLimits.Default.ValuesPerDay;

    internal TagLimits Tags => new(MaxTagKeysPerDay, MaxTagValuesPerDay);
}
