namespace GigaChat.Usage;

/// <summary>Rolls a reservation back that does not fit.</summary>
#pragma warning disable CA1032, CA1064, RCS1194 // Thrown and caught in one place.
internal sealed class BudgetRefusedException : Exception;
#pragma warning restore CA1032, CA1064, RCS1194
