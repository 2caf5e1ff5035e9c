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

    public bool IsSqlite => Database == "sqlite";

    /// <summary>Reads the command line; null with a problem when it cannot be read.</summary>
    public static ChaosOptions? Parse(string[] args, out string? problem)
    {
        var values = new VerbArguments(
            args,
            ["--minutes", "--writers", "--rate", "--seed", "--connection", "--server", "--folder", "--name"],
            out problem
        );
        return problem is not null
            ? null
            : new ChaosOptions(
                args[0],
                values.Database,
                values.Number("--minutes", 10.0),
                values.Number("--writers", 4),
                values.Number("--rate", 400),
                values.Number("--seed", 1),
                values.Text("--connection"),
                values.Address("--server"),
                values.Text("--folder"),
                values.Text("--name")
            );
    }
}
