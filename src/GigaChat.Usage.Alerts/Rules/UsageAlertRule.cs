namespace GigaChat.Usage;

/// <summary>A condition that is checked once a minute, with its options. Derive from it for a rule of the application.
/// </summary>
/// <remarks>
/// Every process evaluates every rule, and the alert store makes one alert of what several have observed. An alert lasts
/// until no process has observed its condition for <see cref="ResolveAfter"/>.
/// </remarks>
public abstract class UsageAlertRule
{
    /// <summary>Initializes a new instance of the <see cref="UsageAlertRule"/> class.</summary>
    /// <param name="name">The name, such as <c>budget-threshold</c>: 1 to 50 lower-case letters, digits and hyphens. It
    /// identifies stored alerts.</param>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    protected UsageAlertRule(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (
            name.Length is 0 or > UsageRecordLimits.Name
            || name.Any(static letter => letter is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        )
            throw new ArgumentException(
                $"The name of a rule must have 1 to {UsageRecordLimits.Name} lower-case letters, digits and hyphens; it is '{name}'.",
                nameof(name)
            );
        Name = name;
    }

    /// <summary>The name of the rule.</summary>
    public string Name { get; }

    /// <summary>The severity of its alerts, unless an observation has another.</summary>
    /// <value>The default is <see cref="UsageAlertSeverity.Warning"/>, unless the rule has another.</value>
    public UsageAlertSeverity Severity { get; set; } = UsageAlertSeverity.Warning;

    /// <summary>The time without the condition after which an alert is resolved.</summary>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan ResolveAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The time after which an alert that lasts is sent again; null to send it once.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan? RepeatAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary><c>true</c> to name users by their names where records have them; <c>false</c> by their ids alone.
    /// </summary>
    /// <value>The default is <c>false</c>.</value>
    public bool IncludeUserNames { get; set; }

    /// <summary><c>true</c> to name the topics that made a difference; otherwise, <c>false</c>.</summary>
    /// <value>The default is <c>false</c>.</value>
    public bool IncludeTopics { get; set; }

    /// <summary>
    /// The keys of tags, such as <c>tenant</c>, with values that can be named as causes of a difference.
    /// </summary>
    /// <value>The default is empty: values of tags are not named.</value>
    public ICollection<string> TagKeys { get; } = [];

    /// <summary>Gets the conditions that hold now.</summary>
    /// <param name="context">The time, the usage and the helpers of texts.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The observations, one for each key; empty when all is well. An exception leaves the rule's alerts as
    /// they are.</returns>
    public abstract ValueTask<IReadOnlyList<UsageAlertObservation>> EvaluateAsync(
        UsageAlertContext context,
        CancellationToken cancellationToken
    );

    /// <summary>Validates the options.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public virtual void Validate()
    {
        if (!Enum.IsDefined(Severity))
            throw new ArgumentOutOfRangeException(nameof(Severity), Severity, $"The severity of {Name} is unknown.");
        if (ResolveAfter < TimeSpan.Zero || ResolveAfter > TimeSpan.FromDays(7))
            throw new ArgumentOutOfRangeException(
                nameof(ResolveAfter),
                ResolveAfter,
                $"{nameof(ResolveAfter)} of {Name} must be 0 to 7 days."
            );
        if (RepeatAfter is { } repeat && (repeat < TimeSpan.FromMinutes(1) || repeat > TimeSpan.FromDays(366)))
            throw new ArgumentOutOfRangeException(
                nameof(RepeatAfter),
                RepeatAfter,
                $"{nameof(RepeatAfter)} of {Name} must be 1 minute to 366 days, or null."
            );
        if (TagKeys.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException($"A key in {nameof(TagKeys)} of {Name} is empty.");
    }

    /// <summary>Throws if a share is not between 0 and 1.</summary>
    private protected void RequireShare(double share, string name)
    {
        if (share is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, share, $"{name} of {Name} must be above 0 and at most 1.");
    }

    /// <summary>Throws if a number is below its minimum.</summary>
    private protected void RequireAtLeast<T>(T value, T lowest, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(lowest) < 0)
            throw new ArgumentOutOfRangeException(name, value, $"{name} of {Name} must be {lowest} or more.");
    }
}
