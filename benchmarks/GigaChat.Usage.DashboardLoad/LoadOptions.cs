using System.Globalization;

namespace GigaChat.Usage.DashboardLoad;

/// <summary>The command line.</summary>
internal sealed record LoadOptions
{
    public const string Help = """
        How fast the dashboard answers over a large store: several viewers at a time, each page for some seconds.

        Usage: dotnet run -c Release --project benchmarks/GigaChat.Usage.DashboardLoad -- [options]

          --sqlite PATH          The SQLite file (./dashboard-load.db).
          --postgres CONNECTION  A PostgreSQL database instead: "Host=localhost;Database=load;Username=app".
          --records NUMBER       Fill the store up to so many records first (1000000).
          --viewers NUMBER       How many ask at a time (10).
          --seconds NUMBER       How long each page is asked for (10).
          --warm NUMBER          How often each page is asked for before it is measured, with other parameters (1).
          --only TEXT            Only the pages whose name contains it.
          --profile NUMBER       Print the queries of so many overviews and pages of a user instead, each with its time.
          --export FORMAT        Download the records as xlsx, csv or json instead: of a day, of ten, of a year; print
                                 the bytes, the time and the memory of this process meanwhile.

        Prints a table of milliseconds for benchmarks/results.
        """;

    public string Sqlite { get; private init; } = "dashboard-load.db";

    public string? Postgres { get; private init; }

    public int Records { get; private init; } = 1_000_000;

    public int Viewers { get; private init; } = 10;

    public int Seconds { get; private init; } = 10;

    public int Warm { get; private init; } = 1;

    public string Only { get; private init; } = "";

    public int Profile { get; private init; }

    public string? Export { get; private init; }

    public static LoadOptions? Parse(string[] args)
    {
        var options = new LoadOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = args[i + 1];
            var number =
                int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0
                    ? parsed
                    : (int?)null;
            var next = (args[i], number) switch
            {
                ("--sqlite", _) => options with { Sqlite = value },
                ("--postgres", _) => options with { Postgres = value },
                ("--records", { } records) => options with { Records = records },
                ("--viewers", { } viewers) => options with { Viewers = viewers },
                ("--seconds", { } seconds) => options with { Seconds = seconds },
                ("--warm", { } warm) => options with { Warm = warm },
                ("--only", _) => options with { Only = value },
                ("--export", _) when value is "xlsx" or "csv" or "json" => options with { Export = value },
                ("--profile", { } profile) => options with { Profile = profile },
                _ => null,
            };
            if (next is null)
                return null;
            options = next;
        }

        return args.Length % 2 == 0 ? options : null;
    }
}
