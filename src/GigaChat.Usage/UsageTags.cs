using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace GigaChat.Usage;

/// <summary>
/// Application-provided attributes of a call, such as <c>tenant</c>, <c>feature</c> or <c>experiment</c>: pairs of a key
/// and a value, sorted by key. Immutable, and equal by value.
/// </summary>
/// <remarks>
/// A record has at most <see cref="UsageRecordLimits.Tags"/> pairs. Usage is added up by the values of a key, so a key
/// should have few of them: not the id of a request. Tags are stored and shown as they are: no prompts, secrets or
/// personal data.
/// </remarks>
[CollectionBuilder(typeof(UsageTags), nameof(Create))]
[JsonConverter(typeof(UsageTagsJsonConverter))]
[SuppressMessage("Naming", "CA1710", Justification = "The tags of a record, not a dictionary of tags.")]
public sealed class UsageTags : IReadOnlyDictionary<string, string>, IEquatable<UsageTags>
{
    /// <summary>
    /// The value of the group that holds the values beyond the daily limit of a store, see
    /// <see cref="UsageGrouping.TagKey"/>.
    /// </summary>
    public const string Others = "(others)";

    private readonly KeyValuePair<string, string>[] _pairs;

    private UsageTags(KeyValuePair<string, string>[] pairs) => _pairs = pairs;

    /// <summary>No tags.</summary>
    public static UsageTags Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => _pairs.Length;

    /// <inheritdoc />
    public IEnumerable<string> Keys => _pairs.Select(static pair => pair.Key);

    /// <inheritdoc />
    public IEnumerable<string> Values => _pairs.Select(static pair => pair.Value);

    internal ReadOnlySpan<KeyValuePair<string, string>> Pairs => _pairs;

    /// <inheritdoc />
    public string this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no tag '{key}'.");

    /// <summary>Creates tags from pairs; of a key that occurs twice the last value counts.</summary>
    /// <param name="pairs">The pairs, in any order. A pair with an empty value removes the key where contexts are
    /// merged, and is not stored.</param>
    /// <exception cref="ArgumentException">A key is null or empty, or a value is null.</exception>
    public static UsageTags Create(params ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        if (pairs.IsEmpty)
            return Empty;
        var sorted = new List<KeyValuePair<string, string>>(pairs.Length);
        foreach (var pair in pairs)
        {
            ArgumentException.ThrowIfNullOrEmpty(pair.Key, nameof(pairs));
            if (pair.Value is null)
                throw new ArgumentException($"The value of the tag '{pair.Key}' is null.", nameof(pairs));
            var at = IndexOf(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sorted), pair.Key);
            if (at >= 0)
                sorted[at] = pair;
            else
                sorted.Insert(~at, pair);
        }

        return new UsageTags([.. sorted]);
    }

    /// <summary>Creates tags from pairs, such as those of a dictionary.</summary>
    /// <param name="pairs">The pairs; none when null. Of a key that occurs twice the last value counts.</param>
    /// <exception cref="ArgumentException">A key is null or empty, or a value is null.</exception>
    public static UsageTags FromPairs(IEnumerable<KeyValuePair<string, string>>? pairs) =>
        pairs as UsageTags ?? Create([.. pairs ?? []]);

    /// <summary>Creates tags of one pair.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is null or empty, or <paramref name="value"/> is
    /// null.</exception>
    public static UsageTags Of(string key, string value) => Create(new KeyValuePair<string, string>(key, value));

    /// <summary>Gets these tags with one more, or with another value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is null or empty, or <paramref name="value"/> is
    /// null.</exception>
    public UsageTags With(string key, string value) => Create([.. _pairs, new(key, value)]);

    /// <inheritdoc />
    public bool ContainsKey(string key) => IndexOf(_pairs, key) >= 0;

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var at = IndexOf(_pairs, key);
        value = at >= 0 ? _pairs[at].Value : null;
        return at >= 0;
    }

    /// <inheritdoc />
    public bool Equals(UsageTags? other) =>
        other is not null && (ReferenceEquals(this, other) || Pairs.SequenceEqual(other.Pairs));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as UsageTags);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (key, value) in _pairs)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>Gets the pairs as text: <c>feature=chat, tenant=acme</c>.</summary>
    public override string ToString() => string.Join(", ", _pairs.Select(static pair => $"{pair.Key}={pair.Value}"));

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _pairs.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gets these tags, with the keys they lack taken from others.</summary>
    internal UsageTags? WithFallback(UsageTags? outer) =>
        Count == 0 ? outer
        : outer is null || outer.Count == 0 ? this
        : Create([.. outer._pairs, .. _pairs]);

    /// <summary>Gets <c>true</c> if these tags have every pair of others; otherwise, <c>false</c>.</summary>
    internal bool HasAll(UsageTags others)
    {
        foreach (var (key, value) in others._pairs)
        {
            if (!TryGetValue(key, out var own) || !string.Equals(own, value, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static int IndexOf(ReadOnlySpan<KeyValuePair<string, string>> sorted, string key)
    {
        for (var i = 0; i < sorted.Length; i++)
        {
            var order = string.CompareOrdinal(sorted[i].Key, key);
            if (order >= 0)
                return order == 0 ? i : ~i;
        }

        return ~sorted.Length;
    }
}
