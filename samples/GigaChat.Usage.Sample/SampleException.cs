namespace GigaChat.Usage.Sample;

/// <summary>Ends the program with one line that says what to do.</summary>
internal sealed class SampleException(string message, Exception? inner = null) : Exception(message, inner);
