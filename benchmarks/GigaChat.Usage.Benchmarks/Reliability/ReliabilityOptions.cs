namespace GigaChat.Usage.Benchmarks.Reliability;

/// <param name="Verb"><c>kill</c>, <c>outage</c>, or what <c>kill</c> starts as processes of their own.</param>
/// <param name="Database"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="ConnectionString">An empty database; null for a temporary file or server.</param>
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

    /// <summary>Reads the command line.</summary>
    /// <returns>Null when it cannot be read; <paramref name="problem"/> then contains the reason.</returns>
    public static ReliabilityOptions? Parse(string[] args, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(args);
        var values = new VerbArguments(
            args,
            ["--connection", "--rounds", "--processes", "--rate", "--seconds", "--durability", "--server", "--folder"],
            out problem
        );
        if (values.Database == "postgres" && args[0] == "outage" && values.Has("--connection"))
            problem ??= "outage stops and starts a PostgreSQL server of its own: leave --connection out.";
        return problem is not null
            ? null
            : new ReliabilityOptions(
                args[0],
                values.Database,
                values.Text("--connection"),
                values.Number("--rounds", 20),
                values.Number("--processes", 1),
                values.Number("--rate", args[0] == "outage" ? 1_000 : 2_000),
                values.Number("--seconds", 60),
                Enum.Parse<UsageDurability>(
                    values.Text("--durability", nameof(UsageDurability.Journaled)),
                    ignoreCase: true
                ),
                values.Address("--server"),
                values.Text("--folder")
            );
    }
}
