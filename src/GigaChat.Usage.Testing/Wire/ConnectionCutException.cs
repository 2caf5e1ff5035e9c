namespace GigaChat.Usage.Testing;

/// <summary>
/// Thrown after the response has started: the server then sends the written part and closes the connection without the
/// body's end.
/// </summary>
internal sealed class ConnectionCutException() : Exception("The script cuts the connection here.");
