namespace GigaChat.Usage.Capture;

/// <content>A response to <c>GET /balance</c> produces a snapshot instead of a record.</content>
internal sealed partial class CapturedCall
{
    private BalanceBody? _balance;

    private bool IsBalance => _endpoint == CapturedEndpoint.Balance;

    private void StartBalance(HttpResponseMessage response)
    {
        // A compressed body that no inner handler has decompressed is skipped: balances are requested again.
        if (!response.Content.Headers.NonValidated.Contains("Content-Encoding"))
            _balance = new BalanceBody();
    }

    private void KeepBalance()
    {
        if (_balance?.Read(_statusCode, _capture.Time.GetUtcNow()) is { } snapshot)
            _capture.ObserveBalance(snapshot);
    }
}
