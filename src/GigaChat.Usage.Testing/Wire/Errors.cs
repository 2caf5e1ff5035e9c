using System.Text.Json.Nodes;

namespace GigaChat.Usage.Testing;

/// <summary>GigaChat's error bodies.</summary>
internal static class Errors
{
    public static JsonObject Body(int status, string? message = null) =>
        new() { ["status"] = status, ["message"] = message ?? Message(status) };

    /// <summary>Creates the error body of OAuth, which has a different format.</summary>
    public static JsonObject OAuthBody(int code, string message) => new() { ["code"] = code, ["message"] = message };

    private static string Message(int status) =>
        status switch
        {
            400 => "Bad request",
            401 => "Unauthorized",
            402 => "Payment Required",
            403 => "Permission denied",
            404 => "Not found",
            413 => "Request entity too large",
            422 => "Invalid params",
            429 => "Too Many Requests",
            _ => "Internal Server Error",
        };
}
