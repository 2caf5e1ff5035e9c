namespace GigaChat.Usage.Sample;

/// <summary>The command line.</summary>
internal sealed record SampleOptions
{
    public const string Help = """
        Counts, prices and attributes every GigaChat call of a program, and prints what was spent.

        Usage: dotnet run --project samples/GigaChat.Usage.Sample -- [options]

          --database PATH   The SQLite file that keeps the records; each run adds to it (./gigachat-usage.db).
          --reset           Delete that file first.
          --import PATH     Read the usage table of the Django application, as CSV or the JSON of dumpdata, into the database,
                            and nothing else.
          --time-zone ID    The time zone of imported times without an offset, such as Europe/Moscow (UTC if not given).
          --model NAME      The model that imported calls are charged to, such as GigaChat-2-Max; without one they have no price.
          --transfer TEXT   Copy the database's records to ClickHouse, which the connection string names, and compare every
                            total, and nothing else. Run it again after an interruption.
          --load            Send calls without pause until Ctrl+C or SIGTERM, then show that no record was lost.
          --doctor          Examine the tracking after the run, and fail if records are lost or none can be kept or
                            read. When the database is there already, examine it alone: send nothing, change nothing.
          --help            Show this text.

        Without further settings a GigaChat-compatible server is started on this machine, and the calls of
        several users over 30 days are sent to it. To spend real tokens, a few hundred a run, set:

          GIGACHAT_CREDENTIALS   The authorization key of your project: this is what turns the real API on.
          GIGACHAT_SCOPE         GIGACHAT_API_PERS (if not set), GIGACHAT_API_B2B or GIGACHAT_API_CORP.
          GIGACHAT_BASE_URL      https://api.giga.chat/v1 if not set; any gateway that speaks version 1.
          GIGACHAT_AUTH_URL      https://ngw.devices.sberbank.ru:9443/api/v2/oauth if not set.
          GIGACHAT_CA_FILE       A PEM file with the root certificates to trust, if the system does not know them.

        Exit codes: 0 done, 1 failed, lost a record or was found in error by --doctor, 2 wrong usage, 130 interrupted.
        """;

    public string Database { get; private init; } = "gigachat-usage.db";

    public bool Reset { get; private init; }

    public string? Import { get; private init; }

    public TimeZoneInfo ImportTimeZone { get; private init; } = TimeZoneInfo.Utc;

    public string? ImportModel { get; private init; }

    public string? TransferTo { get; private init; }

    public bool IsLoad { get; private init; }

    public bool Examines { get; private init; }

    public bool ShowHelp { get; private init; }

    public static bool TryParse(IReadOnlyList<string> args, out SampleOptions options, out string mistake)
    {
        (options, mistake) = (new SampleOptions(), "");
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h":
                    options = options with { ShowHelp = true };
                    break;
                case "--reset":
                    options = options with { Reset = true };
                    break;
                case "--load":
                    options = options with { IsLoad = true };
                    break;
                case "--doctor":
                    options = options with { Examines = true };
                    break;
                case "--transfer"
                    when i + 1 < args.Count
                        && args[i + 1].Trim() is { Length: > 0 } target
                        && !target.StartsWith("--", StringComparison.Ordinal):
                    options = options with { TransferTo = target };
                    i++;
                    break;
                case "--transfer":
                    mistake = "--transfer needs a connection string.";
                    return false;
                case "--database"
                or "--import"
                    when i + 1 < args.Count
                        && args[i + 1].Trim() is { Length: > 0 } path
                        && !path.StartsWith("--", StringComparison.Ordinal):
                    options = args[i] == "--import" ? options with { Import = path } : options with { Database = path };
                    i++;
                    break;
                case "--time-zone"
                    when i + 1 < args.Count && TimeZoneInfo.TryFindSystemTimeZoneById(args[i + 1], out var zone):
                    options = options with { ImportTimeZone = zone };
                    i++;
                    break;
                case "--time-zone":
                    mistake =
                        i + 1 < args.Count
                            ? $"{args[i + 1]} is no time zone of this machine; name one such as Europe/Moscow."
                            : "--time-zone needs a time zone.";
                    return false;
                case "--model"
                    when i + 1 < args.Count
                        && args[i + 1].Trim() is { Length: > 0 } model
                        && !model.StartsWith("--", StringComparison.Ordinal):
                    options = options with { ImportModel = model };
                    i++;
                    break;
                case "--model":
                    mistake = "--model needs a name.";
                    return false;
                case "--database" or "--import":
                    mistake = $"{args[i]} needs a path.";
                    return false;
                default:
                    mistake = $"Unknown option: {args[i]}.";
                    return false;
            }
        }

        if (
            options.Import is null
            && (options.ImportModel is not null || !options.ImportTimeZone.Equals(TimeZoneInfo.Utc))
        )
        {
            mistake = "--time-zone and --model need --import.";
            return false;
        }

        return true;
    }
}
