using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Fuzz;

/// <summary>What the scanner of answers owes any bytes at all: no exception, believable counts, and the same findings
/// however the bytes are cut.</summary>
internal static class AnswerTarget
{
    private static readonly WireContract[] Contracts =
    [
        .. Enum.GetValues<CapturedEndpoint>().Select(WireContract.Of).Distinct(),
    ];

    /// <summary>The first byte chooses how the others are cut and which contract they are read by; the rest is the
    /// answer.</summary>
    /// <exception cref="InvalidOperationException">The scanner breaks its word.</exception>
    public static string Try(ReadOnlySpan<byte> input)
    {
        var seed = input.IsEmpty ? 0 : input[0];
        var answer = input.IsEmpty ? input : input[1..];
        var contract = Contracts[seed % Contracts.Length];
        var whole = Read(answer, contract, answer.Length);
        var inPieces = Read(answer, contract, 1 + (seed / Contracts.Length));
        if (whole != inPieces)
            throw new InvalidOperationException($"In one piece: {whole}. In pieces: {inPieces}.");
        if (
            whole.Usage is { } usage
            && (usage.Prompt < 0 || usage.Completion < 0 || usage.Cached < 0 || usage.Total < 0)
        )
            throw new InvalidOperationException($"A count below 0: {whole}.");
        return whole.ToString();
    }

    private static Findings Read(ReadOnlySpan<byte> answer, WireContract contract, int piece)
    {
        var body = new BodyReader();
        body.Reset(contract);
        for (var rest = answer; !rest.IsEmpty; rest = rest[Math.Min(piece, rest.Length)..])
            body.Read(rest[..Math.Min(piece, rest.Length)]);
        body.End();
        var found = body.Answer;
        return new Findings(
            body.Format,
            body.IsComplete,
            body.IsMalformed,
            found.Usage,
            found.IsUsageImplausible,
            found.Model,
            found.FinishReason,
            found.ErrorStatus,
            found.UnknownUsageField,
            found.Made,
            found.Text.Characters,
            found.SideText.Characters
        );
    }

    private sealed record Findings(
        BodyFormat Format,
        bool IsComplete,
        bool IsMalformed,
        TokenCounts? Usage,
        bool IsImplausible,
        string? Model,
        string? FinishReason,
        long? ErrorStatus,
        string? UnknownField,
        MadeFile Made,
        int Characters,
        int SideCharacters
    );
}
