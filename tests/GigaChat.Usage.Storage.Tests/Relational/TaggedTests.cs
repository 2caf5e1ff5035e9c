namespace GigaChat.Usage;

/// <summary>Tests of records with tags.</summary>
internal abstract class TaggedTests(string kind) : RelationalTests(kind)
{
    protected static readonly UsageGrouping ByTenant = new(UsageDimensions.None) { TagKey = "tenant" };

    protected static UsageRecord Record(int hour, string user, long tokens, params (string Key, string Value)[] tags) =>
        new()
        {
            CreatedAt = Noon.AddHours(hour),
            Operation = UsageOperation.TextGeneration,
            Model = "GigaChat-2",
            UserId = user,
            TotalTokens = tokens,
            Tags = UsageTags.FromPairs(tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value))),
        };

    protected static UsageRecord[] Requests(int count, string tenant = "acme") =>
        [.. Enumerable.Range(0, count).Select(i => Record(i, "u", i + 1, ("request", $"r{i}"), ("tenant", tenant)))];
}
