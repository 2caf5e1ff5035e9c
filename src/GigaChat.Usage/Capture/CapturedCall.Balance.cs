namespace GigaChat.Usage.Capture;

/// <content>An answer to <c>GET /balance</c> leaves a snapshot in place of a record.</content>
internal sealed partial class CapturedCall
{
    private BalanceBody? _balance;

    private bool IsBalance => _endpoint == CapturedEndpoint.Balance;

    private void StartBalance(HttpResponseMessage response)
    {
        // A compressed body that nobody below has unpacked is left alone: balances are asked for again.
        if (!response.Content.Headers.NonValidated.Contains("Content-Encoding"))
            _balance = new BalanceBody();
    }

    private void KeepBalance()
    {
        if (_balance?.Read(_statusCode, _capture.Time.GetUtcNow()) is { } snapshot)
            _capture.ObserveBalance(snapshot);
    }
}
