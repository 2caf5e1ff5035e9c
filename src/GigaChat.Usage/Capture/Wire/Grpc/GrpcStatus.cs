using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace GigaChat.Usage.Capture;

/// <summary>
/// The status of a gRPC call: <c>grpc-status</c> of its trailers, or of its headers if there is no message.
/// </summary>
internal static class GrpcStatus
{
    public const int Ok = 0;
    public const int Cancelled = 1;
    public const int DeadlineExceeded = 4;
    public const int ResourceExhausted = 8;
    private const int Unknown = 2;

    private const string Header = "grpc-status";

    private static readonly string[] Names =
    [
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED",
    ];

    /// <summary>Gets the status from headers or trailers; <c>null</c> if there is none.</summary>
    public static int? In(HttpHeaders headers) =>
        headers.NonValidated.TryGetValues(Header, out var values) ? Parse(values.ToString()) : null;

    /// <summary>Gets the status from the trailers of gRPC-Web, lines of <c>name: value</c>.</summary>
    public static int? In(ReadOnlySpan<byte> trailers)
    {
        foreach (var line in Encoding.ASCII.GetString(trailers).Split('\n', StringSplitOptions.TrimEntries))
        {
            if (
                line.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, var value]
                && name.Equals(Header, StringComparison.OrdinalIgnoreCase)
            )
                return Parse(value);
        }

        return null;
    }

    /// <summary>Gets the name of a status, such as <c>RESOURCE_EXHAUSTED</c>.</summary>
    public static string NameOf(int status) => status >= 0 && status < Names.Length ? Names[status] : Names[Unknown];

    private static int Parse(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : Unknown;
}
