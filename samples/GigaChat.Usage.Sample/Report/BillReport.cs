namespace GigaChat.Usage.Sample;

/// <summary>This run's records beside what the server billed. Only an interrupted response, without its usage,
/// is an estimate.</summary>
internal static class BillReport
{
    public static void Write(Terminal terminal, GigaChatLedger ledger, RecordedTotals recorded)
    {
        var cut = ledger.Where(static call => call.IsAborted).Sum(static call => call.Tokens.Total);
        terminal.Table(
            "The server's bill for this run, and our records",
            ["", "Requests", "Whole responses, tokens", "Cut responses, tokens"],
            [
                [
                    "Billed by the server",
                    Format.Count(ledger.Count),
                    Format.Count(ledger.TotalTokens - cut),
                    Format.Count(cut),
                ],
                [
                    "Recorded here",
                    Format.Count(recorded.Requests),
                    Format.Count(recorded.ReportedTokens),
                    $"{Format.Count(recorded.EstimatedTokens)} (estimated)",
                ],
            ]
        );
    }
}
