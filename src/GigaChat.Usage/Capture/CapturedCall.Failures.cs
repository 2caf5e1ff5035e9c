namespace GigaChat.Usage.Capture;

/// <content>What becomes of a call when the tracking itself fails: it ends, and leaves a record all the same
/// (L4).</content>
internal sealed partial class CapturedCall
{
    private bool _isHandedOver;

    /// <summary>Counts and logs a failure of the tracking.</summary>
    public void Failed(Exception error) => _capture.Failed(CaptureFailure.Internal, error);

    /// <summary>Hands a record over. A recorder that throws costs the record, and neither the call nor what the budgets
    /// are charged.</summary>
    private void Hand(UsageRecord record)
    {
        _isHandedOver = true;
        try
        {
            _capture.Recorder.TryRecord(record);
        }
        catch (Exception error)
        {
            Failed(error);
        }
    }

    /// <summary>Leaves a record of what is known without asking anything that may fail again: neither clock, nor
    /// estimator, nor the body.</summary>
    private void RecordLeast()
    {
        if (_isHandedOver || !IsCertain)
            return;
        try
        {
            var (model, version) = WireModel.Split(RequestModel);
            var figures = new CallFigures
            {
                Operation = Contract.Operation,
                Outcome = IsSuccess ? UsageOutcome.Aborted : UsageOutcome.Failed,
                Tokens = CallTokens.None,
            };
            Hand(NewRecord(_id, model, version, figures));
        }
        catch (Exception error)
        {
            Failed(error);
        }
    }
}
