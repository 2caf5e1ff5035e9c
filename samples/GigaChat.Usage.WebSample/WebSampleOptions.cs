using System.Globalization;

namespace GigaChat.Usage.WebSample;

/// <summary>The command line.</summary>
internal sealed record WebSampleOptions
{
    public const string Help = """
        A lesson generator that calls GigaChat, and the dashboard of what it spends.

        Usage: dotnet run --project samples/GigaChat.Usage.WebSample -- [options]

          --database PATH   The SQLite file that keeps the records (./gigachat-usage-web.db).
          --reset           Delete that file first.
          --port NUMBER     The port on localhost, 0 for any free one (5080).
          --help            Show this text.

        An empty database is filled with three months of made-up records. After that a GigaChat-compatible server
        on this machine is called now and then, so that the numbers move. Stop with Ctrl+C or SIGTERM.

        Exit codes: 0 stopped, 1 failed, 2 wrong usage.
        """;

    public string Database { get; private init; } = "gigachat-usage-web.db";

    public bool Reset { get; private init; }

    public int Port { get; private init; } = 5080;

    public bool ShowHelp { get; private init; }

    public static bool TryParse(IReadOnlyList<string> args, out WebSampleOptions options, out string mistake)
    {
        (options, mistake) = (new WebSampleOptions(), "");
        for (var i = 0; i < args.Count; i++)
        {
            var value =
                i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[i + 1].Trim() : "";
            switch (args[i])
            {
                case "--help" or "-h":
                    options = options with { ShowHelp = true };
                    break;
                case "--reset":
                    options = options with { Reset = true };
                    break;
                case "--database" when value.Length > 0:
                    options = options with { Database = value };
                    i++;
                    break;
                case "--database":
                    mistake = "--database needs a path.";
                    return false;
                case "--port"
                    when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                        && port <= 65_535:
                    options = options with { Port = port };
                    i++;
                    break;
                case "--port":
                    mistake = "--port needs a number from 0 to 65535.";
                    return false;
                default:
                    mistake = $"Unknown option: {args[i]}.";
                    return false;
            }
        }

        return true;
    }
}
