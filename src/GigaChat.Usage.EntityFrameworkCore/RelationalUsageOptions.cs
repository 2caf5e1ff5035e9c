namespace GigaChat.Usage;

/// <summary>What the options of every relational store have in common.</summary>
public abstract class RelationalUsageOptions
{
    /// <summary>Names the database, as its driver wants it.</summary>
    /// <value>The default is empty, which is an error at start.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Whether the tables are created and brought up to date when the host starts, or, without a host, before the first
    /// use.
    /// When false, call <c>MigrateGigaChatUsageAsync()</c> when you deploy, or hold the tables in a context of your
    /// own.
    /// </summary>
    /// <value>The default is true.</value>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>How long records are kept, at least one day; a hosted application deletes older ones every hour.
    /// Totals, charts and filter lists outlive them.</summary>
    /// <value>The default is null: for ever. Without a host call
    /// <see cref="EfUsageStore.DeleteRecordsOlderThanAsync"/>.</value>
    public TimeSpan? RetainRecordsFor { get; set; }
}
