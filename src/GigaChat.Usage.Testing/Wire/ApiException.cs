namespace GigaChat.Usage.Testing;

/// <summary>The exception that refuses a request with one of GigaChat's errors.</summary>
internal sealed class ApiException(int status, string? message = null) : Exception(message)
{
    public int Status { get; } = status;

    public string? WireMessage { get; } = message;
}
