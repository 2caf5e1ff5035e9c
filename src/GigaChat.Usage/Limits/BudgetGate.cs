using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Budgets;

/// <summary>Lets a call through to the wire or not.</summary>
internal static class BudgetGate
{
    /// <summary>
    /// The longest <c>Retry-After</c>. SDKs wait for as long as it says, three times over: a budget that is free again
    /// in hours would hang its callers (L29).
    /// </summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>Reserves the call's estimate. A call that is refused is discarded: it was not sent and leaves no
    /// record.</summary>
    /// <returns>Null to send the call; else the answer it gets instead.</returns>
    /// <exception cref="GigaChatBudgetExceededException">The call is refused.</exception>
    public static async ValueTask<HttpResponseMessage?> AdmitAsync(
        GigaChatBudgets budgets,
        CapturedCall call,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        BudgetVerdict? verdict = null;
        try
        {
            if (call.ToBudgetCall(request.Content, budgets.Options) is not { } ask)
                return null;
            (call.Ticket, verdict) = await budgets
                .ReserveAsync(call.ReservationId, ask, cancellationToken)
                .ConfigureAwait(false);
        }
        catch
        {
            call.Discard();
            throw;
        }

        if (verdict is null)
            return null;
        call.Discard();
        if (verdict.Budget.Action != BudgetAction.TooManyRequests)
            throw new GigaChatBudgetExceededException(verdict);
        return call.IsGrpc
            ? GrpcRefusal.Of(
                request,
                verdict.Message,
                verdict.RetryAfter is { } wait && wait <= LongestRetryAfter ? wait : null
            )
            : Refusal(verdict, request);
    }

    private static HttpResponseMessage Refusal(BudgetVerdict verdict, HttpRequestMessage request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("status", 429);
            json.WriteString("message", verdict.Message);
            json.WriteEndObject();
        }

        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(buffer.WrittenSpan.ToArray()),
        };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        if (verdict.RetryAfter is { } wait && wait <= LongestRetryAfter)
            response.Headers.TryAddWithoutValidation(
                "Retry-After",
                ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture)
            );
        return response;
    }
}
