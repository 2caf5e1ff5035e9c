namespace GigaChat.Usage.Capture;

/// <summary>
/// Detects requests to a GigaChat host with an unknown path: a new endpoint would be neither recorded nor checked
/// against budgets (L26).
/// </summary>
internal sealed class UnknownPaths
{
    private const int LongestPath = 60;

    /// <summary>The ends of known paths that spend no tokens, and of OAuth.</summary>
    private static readonly string[] KnownEnds =
    [
        "/oauth",
        "/token",
        "/tokens/count",
        "/files",
        "/batches",
        "/functions/validate",
        "/models",
        "/count_tokens",
        "/input_tokens",
        "/cancel",
    ];

    private static readonly string[] KnownParts =
    [
        "/files/",
        "/functions/",
        "/models/",
        "/batches/",
        "/assistants",
        "ModelsService/",
    ];

    public NameTally Found { get; } = new();

    /// <summary>Determines whether a POST to a path is neither tracked nor known to spend no tokens.</summary>
    public static bool IsUnknown(ReadOnlySpan<char> path)
    {
        path = Trimmed(path);
        if (path.IsEmpty)
            return false;
        foreach (var end in KnownEnds)
        {
            if (path.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        foreach (var part in KnownParts)
        {
            if (path.Contains(part, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    public void Add(ReadOnlySpan<char> path) => Found.Add(Shown(Trimmed(path)));

    /// <summary>Gets the path without ids, which do not identify the endpoint and may be personal data.</summary>
    private static string Shown(ReadOnlySpan<char> path)
    {
        var parts = path.ToString().Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            // Versions (v1) are names; any other part that has a digit or is long is an id.
            if (parts[i].Length > 24 || (parts[i].Length > 2 && parts[i].Any(char.IsDigit)))
                parts[i] = "*";
        }

        var shown = string.Join('/', parts);
        return shown.Length <= LongestPath ? shown : string.Concat(shown.AsSpan(0, LongestPath), "…");
    }

    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> path)
    {
        var query = path.IndexOf('?');
        return (query < 0 ? path : path[..query]).TrimEnd('/');
    }
}
