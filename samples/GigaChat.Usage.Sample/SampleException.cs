namespace GigaChat.Usage.Sample;

/// <summary>Ends the program with one line of advice.</summary>
internal sealed class SampleException(string message, Exception? inner = null) : Exception(message, inner);
