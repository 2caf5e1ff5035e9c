namespace GigaChat.Usage.Testing;

/// <summary>Thrown after the answer has begun: the server then sends what was written and closes the connection without
/// the body's end.</summary>
internal sealed class ConnectionCutException() : Exception("The script cuts the connection here.");
