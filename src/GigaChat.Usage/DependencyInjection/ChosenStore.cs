namespace GigaChat.Usage;

/// <summary>Says that the application has chosen a store, be it the one in memory.</summary>
internal sealed class ChosenStore;
