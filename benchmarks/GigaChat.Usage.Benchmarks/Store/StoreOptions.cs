namespace GigaChat.Usage.Benchmarks.Store;

/// <param name="Database"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Records">How many records.</param>
/// <param name="Rounds">How often each variant is measured.</param>
/// <param name="ConnectionString">An empty database; null for a temporary file or server.</param>
/// <param name="Seconds">How long processes write.</param>
/// <param name="Processes">How many of them.</param>
/// <param name="Seed">What a process's records depend on.</param>
internal sealed record StoreOptions(
    string Database,
    int Records,
    int Rounds,
    string? ConnectionString,
    int Seconds,
    int Processes,
    int Seed
)
{
    /// <summary>Calls a second.</summary>
    public int Rate { get; init; } = 300;

    /// <summary>Where a process posts alerts.</summary>
    public string? Address { get; init; }

    /// <summary>When conditions begin to appear.</summary>
    public string? Start { get; init; }

    /// <summary>How many users the calls are from.</summary>
    public int Users { get; init; } = 2_000;

    /// <summary>Whether budgets are counted in the database.</summary>
    public bool IsShared { get; init; } = true;

    /// <summary>What is added to the connection string of a temporary server.</summary>
    public string? Settings { get; init; }

    /// <summary>Whether budgets are warmed up first, as a host does when it starts.</summary>
    public bool IsWarm { get; init; } = true;

    /// <summary>Whether records have three tags: one of 50 tenants, 12 features, 4 experiments.</summary>
    public bool HasTags { get; init; }

    /// <summary>The variants of <c>store-write</c> to run, separated by commas; all when null.</summary>
    public string? Only { get; init; }

    public const string Usage = """
        store-write      --database sqlite|postgres --records 100000 --rounds 5 [--only "GigaChat.Usage,bare driver"] [--connection ...]
        store-read       --database sqlite|postgres --records 100000 --rounds 15 --tags true|false [--connection ...]
        store-upgrade    --database sqlite|postgres --connection ...
        store-check      --database sqlite|postgres --connection ...
        store-processes  --database sqlite|postgres --processes 2 --seconds 60 [--connection ...]
        budget-processes --database sqlite|postgres --processes 2 [--connection ...]
        budget-load      --database sqlite|postgres --rate 300 --users 2000 --seconds 60 --shared true|false
                         --warm true|false [--settings "Max Auto Prepare=50"] [--connection ...]
        alert-processes  --database sqlite|postgres --processes 4 [--connection ...]
        alert-cost       --database sqlite|postgres --records 1000000 [--connection ...]
        """;

    public bool IsSqlite => Database == "sqlite";

    public static StoreOptions? Parse(string[] args, out string? problem)
    {
        var values = new VerbArguments(
            args,
            [
                "--records",
                "--rounds",
                "--connection",
                "--seconds",
                "--processes",
                "--seed",
                "--rate",
                "--users",
                "--shared",
                "--warm",
                "--settings",
                "--address",
                "--start",
                "--tags",
                "--only",
            ],
            out problem
        );
        if (problem is not null)
            return null;
        return new StoreOptions(
            values.Database,
            values.Number("--records", 100_000),
            values.Number("--rounds", args[0] == "store-read" ? 15 : 5),
            values.Text("--connection"),
            values.Number("--seconds", 60),
            values.Number("--processes", values.Database == "sqlite" ? 2 : 4),
            values.Number("--seed", 1)
        )
        {
            Address = values.Text("--address"),
            Start = values.Text("--start"),
            Rate = values.Number("--rate", 300),
            Users = values.Number("--users", 2_000),
            Only = values.Text("--only"),
            HasTags = values.Text("--tags", "false") == "true",
            IsShared = values.Text("--shared", "true") != "false",
            Settings = values.Text("--settings"),
            IsWarm = values.Text("--warm", "true") != "false",
        };
    }
}
