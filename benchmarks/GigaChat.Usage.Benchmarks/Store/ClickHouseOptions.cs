using System.Diagnostics;
using System.Globalization;

namespace GigaChat.Usage.Benchmarks.Store;

/// <summary>The command line of <see cref="ClickHouseLoad"/>.</summary>
internal sealed class ClickHouseOptions
{
    public const string Usage =
        "clickhouse RECORDS [CONNECTION-STRING] [--only seed|questions|writes] [--rounds NUMBER] [--engine PROCESS-ID]";

    private static readonly string[] Steps = ["seed", "questions", "writes"];

    private string? _only;
    private int? _engine;

    private ClickHouseOptions() { }

    public long Records { get; private init; }

    /// <summary>The server; null for one of its own.</summary>
    public string? Server { get; private init; }

    /// <summary>The number of times that each question is measured.</summary>
    public int Rounds { get; private set; } = 9;

    public bool Has(string step) => _only is null || _only == step;

    /// <summary>Gets the options; null where they cannot be read.</summary>
    public static ClickHouseOptions? Of(string[] args)
    {
        if (args.Length < 2 || !long.TryParse(args[1], CultureInfo.InvariantCulture, out var records) || records < 1)
            return null;
        var hasServer = args.Length > 2 && !args[2].StartsWith("--", StringComparison.Ordinal);
        var options = new ClickHouseOptions { Records = records, Server = hasServer ? args[2] : null };
        var at = hasServer ? 3 : 2;
        for (; at + 1 < args.Length; at += 2)
        {
            if (!options.Take(args[at], args[at + 1]))
                return null;
        }

        return at == args.Length ? options : null;
    }

    /// <summary>Gets the processor time that the engine has taken; null where its process is not known.</summary>
    public Func<TimeSpan>? EngineTime(LocalClickHouse? own)
    {
        if (own is not null)
            return () => own.CpuTime;
        return _engine is { } id
            ? () =>
            {
                using var process = Process.GetProcessById(id);
                return process.TotalProcessorTime;
            }
            : null;
    }

    private bool Take(string name, string value)
    {
        switch (name)
        {
            case "--only" when Steps.Contains(value):
                _only = value;
                return true;
            case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
                Rounds = rounds;
                return true;
            case "--engine" when int.TryParse(value, CultureInfo.InvariantCulture, out var engine):
                _engine = engine;
                return true;
            default:
                return false;
        }
    }
}
