using System.Globalization;

namespace GigaChat.Usage.Benchmarks.Reliability.Chaos;

/// <param name="Verb"><c>chaos</c>, or what it starts as processes: <c>chaos-writer</c> and <c>chaos-drain</c>.</param>
/// <param name="Database"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Minutes">How long faults are made.</param>
/// <param name="Writers">The number of processes that call.</param>
/// <param name="Rate">Calls a second, of all of them.</param>
/// <param name="Seed">The seed of the order of faults.</param>
/// <param name="ConnectionString">The database of a writer.</param>
/// <param name="Server">The server that writers call.</param>
/// <param name="Folder">Holds the journal, clocks, counters and the lists of returned calls.</param>
/// <param name="Name">The name of a writer.</param>
internal sealed record ChaosOptions(
    string Verb,
    string Database,
    double Minutes,
    int Writers,
    int Rate,
    int Seed,
    string? ConnectionString,
    Uri? Server,
    string? Folder,
    string? Name
)
{
    public const string Usage = "chaos --database sqlite|postgres --minutes 10 --writers 4 --rate 400 --seed 1";

    private static readonly string[] Known =
    [
        "--database",
        "--minutes",
        "--writers",
        "--rate",
        "--seed",
        "--connection",
        "--server",
        "--folder",
        "--name",
    ];

    public bool IsSqlite => Database == "sqlite";

    /// <summary>Reads the command line; null with a problem when it cannot be read.</summary>
    public static ChaosOptions? Parse(string[] args, out string? problem)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i + 1 < args.Length; i += 2)
            values[args[i]] = args[i + 1];
        var database = values.GetValueOrDefault("--database", "sqlite");
        problem =
            args.Length % 2 == 0 ? $"{args[^1]} lacks a value."
            : values.Keys.Except(Known).FirstOrDefault() is { } unknown ? $"{unknown} is unknown."
            : database is not ("sqlite" or "postgres") ? "--database is sqlite or postgres."
            : null;
        return problem is not null
            ? null
            : new ChaosOptions(
                args[0],
                database,
                double.Parse(values.GetValueOrDefault("--minutes", "10"), CultureInfo.InvariantCulture),
                Number("--writers", 4),
                Number("--rate", 400),
                Number("--seed", 1),
                values.GetValueOrDefault("--connection"),
                values.TryGetValue("--server", out var server) ? new Uri(server) : null,
                values.GetValueOrDefault("--folder"),
                values.GetValueOrDefault("--name")
            );

        int Number(string name, int otherwise) =>
            values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
