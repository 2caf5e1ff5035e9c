namespace GigaChat.Usage;

/// <summary>What became of dead letters that were offered to the store again.</summary>
/// <param name="Written">Records that the store has now; they are dead letters no more.</param>
/// <param name="Refused">Records that the store refused again; they stay.</param>
public sealed record UsageDeadLetterReplay(int Written, int Refused);
