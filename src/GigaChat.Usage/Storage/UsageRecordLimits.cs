using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage;

/// <summary>
/// The maximum length of each text of a record, in characters (UTF-16 units), and the fitting of a record to it.
/// </summary>
public static class UsageRecordLimits
{
    /// <summary>The limit of <see cref="UsageRecord.Topic"/> and <see cref="UsageRecord.UserName"/>.</summary>
    public const int LongText = 255;

    /// <summary>The limit of ids: user, access token, generation, session, request.</summary>
    public const int Id = 128;

    /// <summary>The limit of <see cref="UsageRecord.Model"/> and <see cref="UsageRecord.ModelVersion"/>.</summary>
    public const int Model = 100;

    /// <summary>The limit of short names: operation, platform, access-token type, finish reason.</summary>
    public const int Name = 50;

    /// <summary>The maximum number of pairs in <see cref="UsageRecord.Tags"/>.</summary>
    public const int Tags = 8;

    /// <summary>The limit of a key of <see cref="UsageRecord.Tags"/>.</summary>
    public const int TagKey = 50;

    /// <summary>The limit of a value of <see cref="UsageRecord.Tags"/>.</summary>
    public const int TagValue = 100;

    /// <summary>
    /// The maximum number of tokens of a record; no call comes near it, and 64-bit sums cannot overflow below nine
    /// million such records.
    /// </summary>
    public const long Tokens = 1_000_000_000_000;

    /// <summary>
    /// The length of the hash in an id, 96 bits: among a billion ids the probability of two with the same hash is below
    /// one in 10^10.
    /// </summary>
    private const int IdHashBytes = 12;

    // All before the surrogates but NUL: one search tells that a text is well-formed, as nearly every text is.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        string.Create('\uD800' - 1, 0, static (characters, _) =>
        {
            for (var i = 0; i < characters.Length; i++)
                characters[i] = (char)(i + 1);
        })
    );

    /// <summary>The latest time: the day of every earlier moment exists in any time zone.</summary>
    private static readonly long LatestTicks = new DateTime(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks - 1;

    /// <summary>
    /// Fits a record to the limits of every store; returns the record itself when nothing has to change.
    /// </summary>
    /// <param name="record">A record.</param>
    /// <remarks>
    /// Texts are cut to their limit (never in the middle of a surrogate pair), NUL characters are removed, a lone
    /// surrogate becomes U+FFFD, an empty text becomes null. Ids, platforms, access-token types, and keys and values of
    /// tags that are too long end in a hash, see <see cref="FitId(string?)"/>. Tags without a value are removed, and
    /// those after the first <see cref="Tags"/> in the order of their keys. <see cref="UsageRecord.CreatedAt"/> becomes UTC in whole
    /// microseconds, from 1970 to 9998, durations whole microseconds; counts and lengths below zero become zero, counts
    /// over <see cref="Tokens"/> become that limit. Prompt and completion tokens that together exceed the total become
    /// null: they cannot be the billed ones.
    /// </remarks>
    public static UsageRecord Fit(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return IsFit(record)
            ? record
            : UsageParts.WithoutExcess(
                record with
                {
                    CreatedAt = WholeMicroseconds(record.CreatedAt),
                    Operation = FitOperation(record.Operation),
                    Model = FitText(record.Model, Model),
                    ModelVersion = FitText(record.ModelVersion, Model),
                    UserId = FitId(record.UserId),
                    UserName = FitText(record.UserName, LongText),
                    AccessToken = FitId(record.AccessToken),
                    AccessTokenType = FitId(record.AccessTokenType, Name),
                    GenerationId = FitId(record.GenerationId),
                    Topic = FitText(record.Topic, LongText),
                    Platform = FitId(record.Platform, Name),
                    Tags = FitTags(record.Tags),
                    SessionId = FitId(record.SessionId),
                    RequestId = FitId(record.RequestId),
                    FinishReason = FitText(record.FinishReason, Name),
                    PromptTokens = FitTokens(record.PromptTokens),
                    CompletionTokens = FitTokens(record.CompletionTokens),
                    CachedPromptTokens = FitTokens(record.CachedPromptTokens),
                    ReasoningTokens = FitTokens(record.ReasoningTokens),
                    TotalTokens = Math.Clamp(record.TotalTokens, 0, Tokens),
                    PromptLength = Math.Max(0, record.PromptLength),
                    ResponseLength = Math.Max(0, record.ResponseLength),
                    Duration = WholeMicroseconds(record.Duration),
                    TimeToFirstToken = record.TimeToFirstToken is { } first ? WholeMicroseconds(first) : null,
                    Attempt = Math.Max(1, record.Attempt),
                }
            );
    }

    /// <summary>Fits a text to the limits of every store; null for an empty one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Its limit in characters.</param>
    public static string? FitText(string? text, int maxLength)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (text.Length <= maxLength && IsWellFormed(text))
            return text;

        Span<char> kept = maxLength <= 256 ? stackalloc char[maxLength] : new char[maxLength];
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0)
                continue;
            if (!rune.TryEncodeToUtf16(kept[length..], out var written))
                break;
            length += written;
        }

        return length == 0 ? null : new string(kept[..length]);
    }

    /// <summary>
    /// Fits an id to the limits of every store: at most <see cref="Id"/> characters; null for an empty one. Of a longer
    /// id the beginning is kept, followed by a tilde and 24 hexadecimal digits of the SHA-256 hash of the whole, so
    /// that two ids with the same beginning stay different.
    /// </summary>
    /// <param name="id">The id.</param>
    /// <remarks>Fitting is idempotent: fitting a fitted id returns it unchanged.</remarks>
    public static string? FitId(string? id) => FitId(id, Id);

    /// <summary>Fits a text with another limit by which usage is grouped or counted on a budget.</summary>
    internal static string? FitId(string? id, int maxLength)
    {
        if (id is null || id.Length <= maxLength)
            return FitText(id, maxLength);

        // The hash is of the text without a limit: texts that are equal after fitting at any length are one id.
        var whole = FitText(id, id.Length);
        if (whole is null || whole.Length <= maxLength)
            return whole;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)).AsSpan(0, IdHashBytes));
        return $"{FitText(whole, maxLength - hash.Length - 1)}~{hash}";
    }

    /// <summary>Fits tags; returns the same object when nothing has to change.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="most">The maximum number of pairs.</param>
    internal static UsageTags FitTags(UsageTags tags, int most = Tags)
    {
        if (tags.Count == 0)
            return tags;
        var isFit = tags.Count <= most;
        foreach (var (key, value) in tags.Pairs)
            isFit = isFit && IsFit(key, TagKey) && value.Length > 0 && IsFit(value, TagValue);
        if (isFit)
            return tags;
        var pairs = new List<KeyValuePair<string, string>>(tags.Count);
        foreach (var (key, value) in tags.Pairs)
        {
            if (FitId(key, TagKey) is { } fitKey && FitId(value, TagValue) is { } fitValue)
                pairs.Add(new(fitKey, fitValue));
        }

        var fitted = UsageTags.FromPairs(pairs);
        return fitted.Count <= most ? fitted : UsageTags.FromPairs(fitted.Take(most));
    }

    internal static UsageOperation FitOperation(UsageOperation operation) =>
        FitId(operation.Value, Name) is { } value && !string.IsNullOrWhiteSpace(value)
            ? new UsageOperation(value)
            : default;

    /// <summary>
    /// Gets <c>true</c> if a record fits as it is, as nearly every one does, and need not be copied; otherwise,
    /// <c>false</c>. Each property is checked by the rule that would fit it.
    /// </summary>
    private static bool IsFit(UsageRecord record) =>
        record.CreatedAt.Offset == TimeSpan.Zero
        && WholeMicroseconds(record.CreatedAt) == record.CreatedAt
        && WholeMicroseconds(record.Duration) == record.Duration
        && (record.TimeToFirstToken is not { } first || WholeMicroseconds(first) == first)
        && FitOperation(record.Operation) == record.Operation
        && IsFit(record.Model, Model)
        && IsFit(record.ModelVersion, Model)
        && IsFit(record.UserId, Id)
        && IsFit(record.UserName, LongText)
        && IsFit(record.AccessToken, Id)
        && IsFit(record.AccessTokenType, Name)
        && IsFit(record.GenerationId, Id)
        && IsFit(record.Topic, LongText)
        && IsFit(record.Platform, Name)
        && ReferenceEquals(FitTags(record.Tags), record.Tags)
        && IsFit(record.SessionId, Id)
        && IsFit(record.RequestId, Id)
        && IsFit(record.FinishReason, Name)
        && FitTokens(record.PromptTokens) == record.PromptTokens
        && FitTokens(record.CompletionTokens) == record.CompletionTokens
        && FitTokens(record.CachedPromptTokens) == record.CachedPromptTokens
        && FitTokens(record.ReasoningTokens) == record.ReasoningTokens
        && FitTokens(record.TotalTokens) == record.TotalTokens
        && record.PromptLength >= 0
        && record.ResponseLength >= 0
        && record.Attempt >= 1
        && UsageParts.Fit(record);

    /// <remarks><see cref="FitText"/> returns a text that fits unchanged.</remarks>
    private static bool IsFit(string? text, int maxLength) => ReferenceEquals(FitText(text, maxLength), text);

    /// <summary>Gets <c>true</c> for a text without a NUL character and without a lone surrogate.</summary>
    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAnyExcept(Plain);
        if (at < 0)
            return true;
        for (; at < text.Length; at++)
        {
            if (text[at] == '\0')
                return false;
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return false;
            at++;
        }

        return true;
    }

    private static long? FitTokens(long? value) => value is { } known ? Math.Clamp(known, 0, Tokens) : null;

    internal static DateTimeOffset WholeMicroseconds(DateTimeOffset value)
    {
        var ticks = Math.Clamp(value.UtcTicks, DateTimeOffset.UnixEpoch.Ticks, LatestTicks);
        return new(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    internal static TimeSpan WholeMicroseconds(TimeSpan value) =>
        value <= TimeSpan.Zero
            ? TimeSpan.Zero
            : new TimeSpan(value.Ticks - (value.Ticks % TimeSpan.TicksPerMicrosecond));
}
