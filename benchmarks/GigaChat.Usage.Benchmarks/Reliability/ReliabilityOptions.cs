using System.Globalization;

namespace GigaChat.Usage.Benchmarks.Reliability;

/// <param name="Verb"><c>kill</c>, <c>outage</c>, or what <c>kill</c> starts as processes of their own.</param>
/// <param name="Database"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="ConnectionString">An empty database of one's own; null for a temporary file or server.</param>
/// <param name="Rounds">How often a process is killed.</param>
/// <param name="Processes">How many call side by side, and are killed.</param>
/// <param name="Rate">Calls a second, of all of them.</param>
/// <param name="Seconds">How long the store is away.</param>
/// <param name="Durability">How records are kept while it is.</param>
/// <param name="Server">Where the calls go.</param>
/// <param name="Folder">Holds the journal, and the list of calls that returned.</param>
public sealed record ReliabilityOptions(
    string Verb,
    string Database,
    string? ConnectionString,
    int Rounds,
    int Processes,
    int Rate,
    int Seconds,
    UsageDurability Durability,
    Uri? Server,
    string? Folder
)
{
    /// <summary>How the verbs are used.</summary>
    public const string Usage = """
        kill   --database sqlite|postgres --rounds 20 --processes 1 --rate 2000 [--connection ...]
        outage --database sqlite|postgres --seconds 60 --rate 1000 --durability Journaled|Buffered [--connection ...]
        """;

    private static readonly string[] Known =
    [
        "--database",
        "--connection",
        "--rounds",
        "--processes",
        "--rate",
        "--seconds",
        "--durability",
        "--server",
        "--folder",
    ];

    /// <summary>Reads the command line.</summary>
    /// <returns>Null when it cannot be read; <paramref name="problem"/> then says why.</returns>
    public static ReliabilityOptions? Parse(string[] args, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(args);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i + 1 < args.Length; i += 2)
            values[args[i]] = args[i + 1];
        var database = values.GetValueOrDefault("--database", "sqlite");
        problem =
            args.Length % 2 == 0 ? $"{args[^1]} lacks a value."
            : values.Keys.Except(Known).FirstOrDefault() is { } unknown ? $"{unknown} is unknown."
            : database is not ("sqlite" or "postgres") ? "--database is sqlite or postgres."
            : database == "postgres" && args[0] == "outage" && values.ContainsKey("--connection")
                ? "outage stops and starts a PostgreSQL server of its own: leave --connection out."
            : null;
        return problem is not null
            ? null
            : new ReliabilityOptions(
                args[0],
                database,
                values.GetValueOrDefault("--connection"),
                Number("--rounds", 20),
                Number("--processes", 1),
                Number("--rate", args[0] == "outage" ? 1_000 : 2_000),
                Number("--seconds", 60),
                Enum.Parse<UsageDurability>(
                    values.GetValueOrDefault("--durability", nameof(UsageDurability.Journaled)),
                    ignoreCase: true
                ),
                values.TryGetValue("--server", out var server) ? new Uri(server) : null,
                values.GetValueOrDefault("--folder")
            );

        int Number(string name, int otherwise) =>
            values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
