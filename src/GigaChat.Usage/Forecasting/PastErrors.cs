using System.Runtime.InteropServices;

namespace GigaChat.Usage.Forecasting;

/// <summary>
/// The errors that forecasts from past days would have had, as logarithms: the source of the bands once there are
/// enough.
/// </summary>
internal sealed class PastErrors
{
    /// <summary>The longest distance in days for which errors are stored.</summary>
    public const int Horizon = 56;

    /// <summary>The number of independent errors that the prior counts for.</summary>
    private const double PriorWeight = 15;

    private const double IndependentByHorizon = 1.5;
    private const int DaysByIndependent = 4;

    // The limits of a band, up and down: 8 and 1/20 of a sum, 20 and 1/50 of a day, each with the small unit added.
    private static readonly double SumRise = Math.Log(8),
        SumFall = Math.Log(20),
        DayRise = Math.Log(20),
        DayFall = Math.Log(50);

    private static readonly int[] Lengths = [1, 2, 4, 7, 14, 28, Horizon];

    private readonly List<double>[] _ofSum = [.. Lengths.Select(static _ => new List<double>())];
    private readonly List<double>[] _ofWeek =
    [
        .. Enumerable.Range(0, Horizon / NormalWeek.Days).Select(static _ => new List<double>()),
    ];
    private readonly int _step;
    private readonly NoiseLevel _noise;

    /// <param name="step">The number of days from one past forecast to the next.</param>
    /// <param name="noise">The noise of the series.</param>
    public PastErrors(int step, NoiseLevel noise) => (_step, _noise) = (step, noise);

    /// <summary>Adds the error of the value of a day.</summary>
    public void AddDay(int ahead, double error) => _ofWeek[(ahead - 1) / NormalWeek.Days].Add(error);

    /// <summary>Determines whether errors of a sum of this number of days are stored.</summary>
    public static bool HasSum(int days) => Array.IndexOf(Lengths, days) >= 0;

    /// <summary>Adds the error of the sum of the first days.</summary>
    public void AddSum(int days, double error) => _ofSum[Array.IndexOf(Lengths, days)].Add(error);

    /// <summary>Gets the bands of days by future week, none narrower than that of the previous week.</summary>
    public Spread[] OfDays(int weeks)
    {
        var spreads = new Spread[weeks];
        var last = default(Spread?);
        for (var week = 0; week < weeks; week++)
        {
            var errors = week < _ofWeek.Length ? _ofWeek[week] : [];
            var independent = (double)errors.Count * _step / NormalWeek.Days / DaysByIndependent;
            var prior = PriorSpread.OfDay(_noise, week);
            var spread =
                errors.Count > 0 ? Mixed(errors, independent, prior)
                : last is { } before ? before.Times(PriorSpread.DayGrowth(week) / PriorSpread.DayGrowth(week - 1))
                : prior;
            spreads[week] = (last is { } narrower ? spread.Widest(narrower) : spread).Within(DayFall, DayRise);
            last = spreads[week];
        }

        return spreads;
    }

    /// <summary>Gets a function that returns the band of the sum of any number of days.</summary>
    public Func<int, Spread> OfSums()
    {
        var spreads = new List<Spread>();
        for (var i = 0; i < Lengths.Length; i++)
        {
            var errors = _ofSum[i];
            var prior = PriorSpread.OfSum(_noise, Lengths[i]);
            var independent = IndependentByHorizon * errors.Count * _step / Lengths[i];
            spreads.Add(
                errors.Count > 0 ? Mixed(errors, independent, prior)
                : i > 0 && Lengths[i] > NormalWeek.Days
                    ? spreads[^1].Times(PriorSpread.SumGrowth(Lengths[i]) / PriorSpread.SumGrowth(Lengths[i - 1]))
                : prior
            );
        }

        return days => Between(spreads, days).Within(SumFall, SumRise);
    }

    private static Spread Mixed(List<double> errors, double independent, in Spread prior) =>
        prior.Toward(
            Spread.Of(CollectionsMarshal.AsSpan(errors), independent),
            independent / (independent + PriorWeight)
        );

    private static Spread Between(List<Spread> spreads, int days)
    {
        if (days >= Horizon)
            return spreads[^1].Times(PriorSpread.SumGrowth(days) / PriorSpread.SumGrowth(Horizon));
        var next = Array.FindIndex(Lengths, length => length > days);
        var (from, to) = (Lengths[next - 1], Lengths[next]);
        return spreads[next - 1].Toward(spreads[next], Math.Log((double)days / from) / Math.Log((double)to / from));
    }
}
