using GigaChat.Usage.Recording;

namespace GigaChat.Usage.AspNetCore;

/// <summary>The parts of a filter, in their order in addresses.</summary>
internal static class FilterFields
{
    public static FilterField Search { get; } =
        new(
            "q",
            static text => text.Search,
            static filter => filter.Search,
            static (filter, value) => filter with { Search = value },
            UsageRecordLimits.LongText
        );

    public static FilterField Operation { get; } =
        new(
            "operation",
            static text => text.OperationColumn,
            static filter => filter.Operation?.Value,
            static (filter, value) =>
                filter with
                {
                    Operation = value is null ? (UsageOperation?)null : new UsageOperation(value),
                },
            UsageRecordLimits.Name
        )
        {
            IsNeverBlank = true,
            NameOf = static (text, value) => text.Operation(new UsageOperation(value)),
        };

    public static FilterField Platform { get; } =
        new(
            "platform",
            static text => text.PlatformColumn,
            static filter => filter.Platform,
            static (filter, value) => filter with { Platform = value },
            UsageRecordLimits.Name
        );

    public static FilterField Model { get; } =
        new(
            "model",
            static text => text.ModelColumn,
            static filter => filter.Model,
            static (filter, value) => filter with { Model = value },
            UsageRecordLimits.Model
        );

    public static FilterField Source { get; } =
        new(
            "source",
            static text => text.SourceColumn,
            static filter => filter.Source?.ToString(),
            static (filter, value) => filter with { Source = value is null ? null : Enum.Parse<UsageSource>(value) },
            UsageRecordLimits.Name
        )
        {
            Values = Enum.GetNames<UsageSource>(),
            NameOf = static (text, value) => text.Source(Enum.Parse<UsageSource>(value)),
        };

    public static FilterField Outcome { get; } =
        new(
            "outcome",
            static text => text.OutcomeColumn,
            static filter => filter.Outcome?.ToString(),
            static (filter, value) => filter with { Outcome = value is null ? null : Enum.Parse<UsageOutcome>(value) },
            UsageRecordLimits.Name
        )
        {
            Values = Enum.GetNames<UsageOutcome>(),
            NameOf = static (text, value) => text.Outcome(Enum.Parse<UsageOutcome>(value)),
        };

    public static FilterField User { get; } =
        new(
            "user",
            static text => text.UserIdColumn,
            static filter => filter.UserId,
            static (filter, value) => filter with { UserId = value },
            UsageRecordLimits.Id
        );

    public static FilterField AccessToken { get; } =
        new(
            "token",
            static text => text.TokenColumn,
            static filter => filter.AccessToken,
            static (filter, value) => filter with { AccessToken = value },
            UsageRecordLimits.Id
        );

    public static FilterField TokenType { get; } =
        new(
            "token-type",
            static text => text.TokenTypeColumn,
            static filter => filter.AccessTokenType,
            static (filter, value) => filter with { AccessTokenType = value },
            UsageRecordLimits.Name
        );

    public static FilterField Generation { get; } =
        new(
            "generation",
            static text => text.GenerationColumn,
            static filter => filter.GenerationId,
            static (filter, value) => filter with { GenerationId = value },
            UsageRecordLimits.Id
        );

    public static FilterField Topic { get; } =
        new(
            "topic",
            static text => text.TopicColumn,
            static filter => filter.Topic,
            static (filter, value) => filter with { Topic = value },
            UsageRecordLimits.LongText
        );

    public static FilterField Session { get; } =
        new(
            "session",
            static text => text.SessionColumn,
            static filter => filter.SessionId,
            static (filter, value) => filter with { SessionId = value },
            UsageRecordLimits.Id
        );

    public static FilterField Request { get; } =
        new(
            "request",
            static text => text.RequestColumn,
            static filter => filter.RequestId,
            static (filter, value) => filter with { RequestId = value },
            UsageRecordLimits.Id
        );

    /// <summary>One tag with its value: <c>tenant=acme</c>.</summary>
    public static FilterField Tag { get; } =
        new(
            "tag",
            static text => text.TagColumn,
            static filter => filter.Tags?.ToString(),
            static (filter, value) => filter with { Tags = TagOf(value) },
            UsageRecordLimits.TagKey + 1 + UsageRecordLimits.TagValue
        )
        {
            LabelOf = static text => text.TagFilter,
            NameOf = static (text, value) =>
                value.Split('=', 2) is [var key, UsageTags.Others] ? $"{key}={text.TagValue(UsageTags.Others)}" : value,
        };

    /// <summary>The dimensions without a value: <c>user,topic</c>.</summary>
    public static FilterField Without { get; } =
        new(
            AbsentValues.Parameter,
            static text => text.WithoutFilter,
            static filter => AbsentValues.Written(filter.Without),
            static (filter, value) => filter with { Without = AbsentValues.Read(value) },
            UsageRecordLimits.LongText
        )
        {
            NameOf = AbsentValues.Titles,
            DescriptionOf = static () =>
                $"Records without a value of one or more, with commas between them: {string.Join(", ", AbsentValues.Names)}.",
        };

    /// <summary>The key of a tag that records do not have.</summary>
    public static FilterField WithoutTag { get; } =
        new(
            "without-tag",
            static text => text.WithoutTagColumn,
            static filter => filter.WithoutTag,
            static (filter, value) => filter with { WithoutTag = value },
            UsageRecordLimits.TagKey
        )
        {
            LabelOf = static text => text.WithoutTagFilter,
            DescriptionOf = static () => "Records without the tag of this key.",
        };

    public static IReadOnlyList<FilterField> All { get; } =
    [
        Search,
        Operation,
        Platform,
        Model,
        Source,
        Outcome,
        User,
        AccessToken,
        TokenType,
        Topic,
        Generation,
        Session,
        Request,
        Tag,
        Without,
        WithoutTag,
    ];

    private static UsageTags? TagOf(string? text)
    {
        if (text is null)
            return null;
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1
            ? UsageTags.Of(text[..at], text[(at + 1)..])
            : throw new BadQueryException("tag", static text => text.TagExpected);
    }
}
