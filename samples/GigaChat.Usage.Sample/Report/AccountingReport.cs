namespace GigaChat.Usage.Sample;

/// <summary>What became of the records that were offered: offered = accepted + dropped, accepted = persisted + failed +
/// queued + in flight.</summary>
internal static class AccountingReport
{
    public static void Write(Terminal terminal, UsageRecorderCounters counters) =>
        terminal.Table(
            "Accounting of this run's records",
            ["", "Offered", "Accepted", "Persisted", "Failed", "Queued", "In flight", "Dropped"],
            [
                [
                    "Records",
                    Format.Count(counters.Offered),
                    Format.Count(counters.Accepted),
                    Format.Count(counters.Persisted),
                    Format.Count(counters.Failed),
                    Format.Count(counters.Queued),
                    Format.Count(counters.InFlight),
                    Format.Count(counters.Dropped),
                ],
            ]
        );
}
