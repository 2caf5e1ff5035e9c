namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>An alert. Times are microseconds since 1970, and 0 is none.</summary>
internal sealed class AlertRow
{
    public const int RuleLength = 50;
    public const int KeyLength = 255;

    public Guid Id { get; set; }

    public string Rule { get; set; } = "";

    public string Key { get; set; } = "";

    /// <summary>The number among the alerts of the rule and key: two processes cannot both insert the same one.</summary>
    public int Episode { get; set; }

    public int Severity { get; set; }

    public long OpenedAt { get; set; }

    public long LastSeenAt { get; set; }

    public long ResolvedAt { get; set; }

    public long NotifiedAt { get; set; }

    public int IsHeld { get; set; }

    /// <summary>1 while the alert is open or held, so that these few are found by an index.</summary>
    public int IsCurrent { get; set; }

    /// <summary>The ids of the users that the content names, each between line breaks.</summary>
    public string Users { get; set; } = "";

    /// <summary>Texts, figures and the filter of the records, as JSON.</summary>
    public string Content { get; set; } = "";
}
