namespace GigaChat.Usage.Estimation;

/// <summary>
/// The learned factors of one model. A composition of text that is new starts with the factor of all texts of its kind.
/// </summary>
internal sealed class ModelCalibration
{
    private const int Formats = 3;
    private const int Kinds = 3;
    private const int First = 64;
    private const int Every = 16;

    private readonly CalibrationState[] _kinds =
    [
        .. Enumerable.Range(0, Kinds).Select(static _ => new CalibrationState()),
    ];
    private readonly CalibrationState?[] _states = new CalibrationState?[Kinds * Formats];
    private readonly int[] _asked = new int[Kinds];

    public double FactorOf(TokenKind kind, TextFormat format) =>
        (Volatile.Read(ref _states[IndexOf(kind, format)]) ?? _kinds[(int)kind]).Factor;

    /// <summary>Determines whether the next text of a kind is learned from: a sample is enough once the factor has
    /// settled.</summary>
    public bool IsDue(TokenKind kind)
    {
        var asked = (uint)Interlocked.Increment(ref _asked[(int)kind]);
        return asked <= First || asked % Every == 0 || _kinds[(int)kind].IsOff;
    }

    public void Learn(TokenKind kind, TextFormat format, long estimated, long reported)
    {
        ref var slot = ref _states[IndexOf(kind, format)];
        var state = Volatile.Read(ref slot);
        if (state is null)
        {
            var begun = new CalibrationState(0, _kinds[(int)kind].Factor);
            state = Interlocked.CompareExchange(ref slot, begun, null) ?? begun;
        }

        state.Learn(estimated, reported);
        _kinds[(int)kind].Learn(estimated, reported);
    }

    public void Set(TokenCalibration known)
    {
        Volatile.Write(
            ref _states[IndexOf(known.Kind, known.Format)],
            new CalibrationState(known.Count, known.Factor, known.MeanError)
        );
        if (_kinds[(int)known.Kind].Read().Count < known.Count)
            _kinds[(int)known.Kind] = new CalibrationState(known.Count, known.Factor, known.MeanError);
    }

    public IEnumerable<TokenCalibration> Read(string model)
    {
        for (var i = 0; i < _states.Length; i++)
        {
            if (Volatile.Read(ref _states[i]) is not { } state)
                continue;
            var (count, factor, error) = state.Read();
            yield return new TokenCalibration(
                model,
                (TokenKind)(i / Formats),
                (TextFormat)(i % Formats),
                count,
                factor,
                error
            );
        }
    }

    private static int IndexOf(TokenKind kind, TextFormat format) => ((int)kind * Formats) + (int)format;
}
