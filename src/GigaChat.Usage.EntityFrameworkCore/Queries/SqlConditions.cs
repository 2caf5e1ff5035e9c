using System.Globalization;

namespace GigaChat.Usage;

/// <summary>The WHERE clause of a question, and its parameters.</summary>
internal sealed class SqlConditions
{
    private readonly List<string> _conditions = [];

    public SqlConditions(UsageFilter filter)
    {
        var fitted = filter.Fit();
        First = fitted.StartDate is { } start ? UnixMicroseconds.AtOrAfter(start) : null;
        Last = fitted.EndDate is { } end ? UnixMicroseconds.Of(end) : null;
        Add("created_at >= {0}", First);
        Add("created_at <= {0}", Last);
        Add("operation = {0}", fitted.Operation?.Value);
        Add("model = {0}", fitted.Model);
        Add("user_id = {0}", fitted.UserId);
        Add("access_token = {0}", fitted.AccessToken);
        Add("access_token_type = {0}", fitted.AccessTokenType);
        Add("platform = {0}", fitted.Platform);
        Add("generation_id = {0}", fitted.GenerationId);
        Add("source = {0}", (long?)fitted.Source);
        Add("outcome = {0}", (long?)fitted.Outcome);

        // Not LIKE: it has signs of its own and folds letter case its own way.
        Add("instr(search_text, {0}) > 0", fitted.Search is { } search ? UsageFold.Fold(search) : null);
    }

    /// <summary>The filter's first moment; null when it has none.</summary>
    public long? First { get; }

    /// <summary>The filter's last moment; null when it has none.</summary>
    public long? Last { get; }

    /// <summary>The parameters' names and values.</summary>
    public List<(string Name, object Value)> Parameters { get; } = [];

    /// <summary>Only the records that stand after (<c>&lt;</c>, since the newest come first) or before (<c>&gt;</c>) a place in the list.</summary>
    public void AddPlace(string comparison, UsageCursor place) =>
        _conditions.Add($"(created_at, id) {comparison} ({Parameter(UnixMicroseconds.Of(place.CreatedAt))}, {Parameter(place.Id.ToByteArray(bigEndian: true))})");

    /// <summary>The clause with a leading space; empty when everything is let through.</summary>
    public override string ToString() => _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions);

    /// <summary>Only the records between two moments, both inclusive.</summary>
    public void AddPeriod(long first, long last)
    {
        Add("created_at >= {0}", first);
        Add("created_at <= {0}", last);
    }

    private void Add(string condition, object? value)
    {
        if (value is not null)
            _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, Parameter(value)));
    }

    private string Parameter(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"@p{Parameters.Count}");
        Parameters.Add((name, value));
        return name;
    }
}
