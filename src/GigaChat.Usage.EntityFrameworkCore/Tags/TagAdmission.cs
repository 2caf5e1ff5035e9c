namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>The keys and values of a batch that have sums of their own, which the others do not.</summary>
internal sealed class TagAdmission
{
    private readonly HashSet<(long Day, string Key)> _keys = [];
    private readonly HashSet<TagName> _values = [];

    public void Add(long day, string key) => _keys.Add((day, key));

    public void Add(TagName value) => _values.Add(value);

    public bool HasKey(TagName name) => _keys.Contains((name.Day, name.Key));

    public bool HasValue(TagName name) => _values.Contains(name);
}
