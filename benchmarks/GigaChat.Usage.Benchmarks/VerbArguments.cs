using System.Globalization;

namespace GigaChat.Usage.Benchmarks;

/// <summary>The names and values that follow a verb on the command line.</summary>
internal sealed class VerbArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads a command line that names a database.</summary>
    /// <param name="args">The verb, then pairs of a name and a value.</param>
    /// <param name="known">The names allowed beside <c>--database</c>.</param>
    /// <param name="problem">Why it cannot be read; null when it can.</param>
    public VerbArguments(string[] args, string[] known, out string? problem)
    {
        for (var i = 1; i + 1 < args.Length; i += 2)
            _values[args[i]] = args[i + 1];
        Database = Text("--database", "sqlite");
        problem =
            args.Length % 2 == 0 ? $"{args[^1]} lacks a value."
            : _values.Keys.Except([.. known, "--database"]).FirstOrDefault() is { } unknown ? $"{unknown} is unknown."
            : Database is not ("sqlite" or "postgres") ? "--database is sqlite or postgres."
            : null;
    }

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public string Database { get; }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public int Number(string name, int otherwise) =>
        Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public double Number(string name, double otherwise) =>
        Text(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public Uri? Address(string name) => Text(name) is { } text ? new Uri(text) : null;
}
