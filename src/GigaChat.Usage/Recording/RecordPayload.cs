using GigaChat.Usage.Storage;

namespace GigaChat.Usage.Recording;

/// <summary>
/// A record as bytes, in memory and in a journal: the fields that every record has, then the optional ones that are
/// present, in the order of their bits.
/// </summary>
/// <remarks>
/// Later versions may add fields at the end, which this one does not read. Records must have passed
/// <see cref="UsageRecordLimits.Fit"/>.
/// </remarks>
internal static class RecordPayload
{
    /// <summary>
    /// The maximum size in bytes of a record within the limits: texts of 2,900 characters, tags included, three bytes
    /// each, and some 200 bytes of numbers.
    /// </summary>
    public const int MostBytes = 10 * 1024;

    [Flags]
    private enum Present
    {
        None = 0,
        Model = 1 << 0,
        ModelVersion = 1 << 1,
        UserId = 1 << 2,
        UserName = 1 << 3,
        AccessToken = 1 << 4,
        AccessTokenType = 1 << 5,
        GenerationId = 1 << 6,
        Topic = 1 << 7,
        Platform = 1 << 8,
        SessionId = 1 << 9,
        RequestId = 1 << 10,
        FinishReason = 1 << 11,
        PromptTokens = 1 << 12,
        CompletionTokens = 1 << 13,
        CachedPromptTokens = 1 << 14,
        TimeToFirstToken = 1 << 15,
        StatusCode = 1 << 16,
        FirstAttemptId = 1 << 17,
        IsBatch = 1 << 18,
        ReasoningTokens = 1 << 19,
        Tags = 1 << 20,
    }

    /// <summary>Writes a record.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Write(UsageRecord record, Span<byte> buffer)
    {
        // The bits are known only at the end: their four bytes are reserved until then.
        var writer = new PayloadWriter(buffer[sizeof(int)..]);
        writer.Id(record.Id);
        writer.Int64(record.CreatedAt.UtcTicks);
        writer.Text(record.Operation.Value);
        writer.Count((int)record.Source);
        writer.Count((int)record.Outcome);
        writer.Count(record.TotalTokens);
        writer.Count(record.PromptLength);
        writer.Count(record.ResponseLength);
        writer.Count(record.Duration.Ticks);
        writer.Count(record.Attempt);

        var present = record.IsBatch ? Present.IsBatch : Present.None;
        Text(ref writer, record.Model, Present.Model);
        Text(ref writer, record.ModelVersion, Present.ModelVersion);
        Text(ref writer, record.UserId, Present.UserId);
        Text(ref writer, record.UserName, Present.UserName);
        Text(ref writer, record.AccessToken, Present.AccessToken);
        Text(ref writer, record.AccessTokenType, Present.AccessTokenType);
        Text(ref writer, record.GenerationId, Present.GenerationId);
        Text(ref writer, record.Topic, Present.Topic);
        Text(ref writer, record.Platform, Present.Platform);
        Text(ref writer, record.SessionId, Present.SessionId);
        Text(ref writer, record.RequestId, Present.RequestId);
        Text(ref writer, record.FinishReason, Present.FinishReason);
        Count(ref writer, record.PromptTokens, Present.PromptTokens);
        Count(ref writer, record.CompletionTokens, Present.CompletionTokens);
        Count(ref writer, record.CachedPromptTokens, Present.CachedPromptTokens);
        Count(ref writer, record.TimeToFirstToken?.Ticks, Present.TimeToFirstToken);
        Count(ref writer, record.StatusCode, Present.StatusCode);
        if (record.FirstAttemptId is { } firstAttempt)
        {
            present |= Present.FirstAttemptId;
            writer.Id(firstAttempt);
        }

        // After all fields that older versions know; those read the rest of the record as before.
        Count(ref writer, record.ReasoningTokens, Present.ReasoningTokens);
        if (record.Tags is { Count: > 0 } tags)
        {
            present |= Present.Tags;
            writer.Count(tags.Count);
            foreach (var (key, value) in tags.Pairs)
            {
                writer.Text(key);
                writer.Text(value);
            }
        }

        new PayloadWriter(buffer).Int32((int)present);
        return sizeof(int) + writer.Length;

        void Text(ref PayloadWriter to, string? value, Present bit)
        {
            if (value is null)
                return;
            present |= bit;
            to.Text(value);
        }

        void Count(ref PayloadWriter to, long? value, Present bit)
        {
            if (value is not { } known)
                return;
            present |= bit;
            to.Count(known);
        }
    }

    /// <summary>Reads a record.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="texts">The texts of earlier records, which are likely to repeat.</param>
    /// <exception cref="Exception">The bytes are not a record.</exception>
    public static UsageRecord Read(ReadOnlySpan<byte> payload, RecentTexts? texts = null)
    {
        var reader = new PayloadReader(payload, texts);
        var present = (Present)reader.Int32();

        // Members are set in the order in which they are named here, which is the order in which they were written.
        return new UsageRecord(reader.Id())
        {
            CreatedAt = new DateTimeOffset(reader.Int64(), TimeSpan.Zero),
            Operation = new UsageOperation(reader.FrequentText()),
            Source = (UsageSource)reader.Count(),
            Outcome = (UsageOutcome)reader.Count(),
            TotalTokens = reader.Count(),
            PromptLength = (int)reader.Count(),
            ResponseLength = (int)reader.Count(),
            Duration = new TimeSpan(reader.Count()),
            Attempt = (int)reader.Count(),
            IsBatch = Has(Present.IsBatch),
            Model = Has(Present.Model) ? reader.FrequentText() : null,
            ModelVersion = Has(Present.ModelVersion) ? reader.FrequentText() : null,
            UserId = Has(Present.UserId) ? reader.FrequentText() : null,
            UserName = Has(Present.UserName) ? reader.FrequentText() : null,
            AccessToken = Has(Present.AccessToken) ? reader.FrequentText() : null,
            AccessTokenType = Has(Present.AccessTokenType) ? reader.FrequentText() : null,
            GenerationId = Has(Present.GenerationId) ? reader.Text() : null,
            Topic = Has(Present.Topic) ? reader.FrequentText() : null,
            Platform = Has(Present.Platform) ? reader.FrequentText() : null,
            SessionId = Has(Present.SessionId) ? reader.Text() : null,
            RequestId = Has(Present.RequestId) ? reader.Text() : null,
            FinishReason = Has(Present.FinishReason) ? reader.FrequentText() : null,
            PromptTokens = Has(Present.PromptTokens) ? reader.Count() : null,
            CompletionTokens = Has(Present.CompletionTokens) ? reader.Count() : null,
            CachedPromptTokens = Has(Present.CachedPromptTokens) ? reader.Count() : null,
            TimeToFirstToken = Has(Present.TimeToFirstToken) ? new TimeSpan(reader.Count()) : null,
            StatusCode = Has(Present.StatusCode) ? (int)reader.Count() : null,
            FirstAttemptId = Has(Present.FirstAttemptId) ? reader.Id() : null,
            ReasoningTokens = Has(Present.ReasoningTokens) ? reader.Count() : null,
            Tags = Has(Present.Tags) ? Tags(ref reader) : null,
        };

        static UsageTags Tags(ref PayloadReader reader)
        {
            var count = reader.Count();
            var pairs = new List<KeyValuePair<string, string>>();
            for (var i = 0L; i < count; i++)
                pairs.Add(new(reader.FrequentText(), reader.FrequentText()));
            return UsageTags.FromPairs(pairs);
        }

        bool Has(Present bit) => (present & bit) != 0;
    }
}
