using System.Collections.Concurrent;
using System.Text;
using GigaChat.Usage.Estimation;

namespace GigaChat.Usage;

/// <summary>
/// Corrects another estimator with the usage that calls reported: one factor for each model, kind and composition of
/// text. The default estimator of an application.
/// </summary>
/// <remarks>
/// Learns from the first 64 texts of a model and kind, and then from every sixteenth; from every one again while a model
/// reports other counts than it did. Keeps at most 64 models, some 600 factors in all; further models share one. Texts of fewer than 20 characters are
/// ignored. No text is stored, only sums.
/// </remarks>
public sealed class CalibratingTokenEstimator : ICalibratingTokenEstimator
{
    private const int MostModels = 64;
    private const int FewestCharacters = 20;
    private const string OtherModels = "*";

    private readonly ITokenEstimator _prior;
    private readonly ConcurrentDictionary<string, ModelCalibration> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ModelCalibration>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private long _learned;

    /// <summary>Initializes a new instance of the <see cref="CalibratingTokenEstimator"/> class.</summary>
    /// <param name="prior">The estimator that is corrected; a <see cref="ScriptAwareTokenEstimator"/> if
    /// <c>null</c>.</param>
    public CalibratingTokenEstimator(ITokenEstimator? prior = null)
    {
        _prior = prior ?? new ScriptAwareTokenEstimator();
        _byName = _models.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The learned factors by model, kind and composition of text, with the recent error.</summary>
    public IReadOnlyList<TokenCalibration> Calibrations =>
        [
            .. _models
                .OrderBy(static model => model.Key, StringComparer.Ordinal)
                .SelectMany(static model => model.Value.Read(model.Key)),
        ];

    /// <summary>The number of texts learned from since the start.</summary>
    internal long Learned => Volatile.Read(ref _learned);

    /// <inheritdoc />
    public long Estimate(in TextMeasure text, TokenKind kind, string? model)
    {
        var estimate = _prior.Estimate(text, kind, model);
        return estimate <= 0 || Find(model) is not { } known
            ? estimate
            : Math.Max(1, (long)Math.Round(estimate * known.FactorOf(kind, FormatOf(text))));
    }

    /// <inheritdoc />
    public bool IsDue(TokenKind kind, string? model) => Find(model)?.IsDue(kind) ?? true;

    /// <inheritdoc />
    public void Learn(in TextMeasure text, TokenKind kind, string? model, long tokens)
    {
        if (tokens <= 0 || text.Characters < FewestCharacters)
            return;
        var estimate = _prior.Estimate(text, kind, model);
        if (estimate <= 0)
            return;
        (Find(model) ?? Add(model)).Learn(kind, FormatOf(text), estimate, tokens);
        Interlocked.Increment(ref _learned);
    }

    /// <summary>Gets the learned factors as JSON, for storage.</summary>
    public string ToJson() => Encoding.UTF8.GetString(CalibrationJson.Write(Calibrations));

    /// <summary>
    /// Loads the JSON that <see cref="ToJson"/> wrote; it replaces the factors of the same models, kinds and
    /// compositions. Factors of an earlier version of the estimator are ignored.
    /// </summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="FormatException">The text was not written by <see cref="ToJson"/>.</exception>
    public void Load(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        foreach (var calibration in CalibrationJson.Read(Encoding.UTF8.GetBytes(json)))
            (_models.GetValueOrDefault(calibration.Model) ?? Add(calibration.Model)).Set(calibration);
    }

    private static TextFormat FormatOf(in TextMeasure text) =>
        (text.Digits + text.Punctuation + text.Other) * 5L >= text.Characters ? TextFormat.Markup
        : text.Latin > text.Cyrillic ? TextFormat.Latin
        : TextFormat.Cyrillic;

    // Factors are kept by model name: a build lasts for weeks, and the prior already accounts for its differences.
    private ModelCalibration? Find(string? model) =>
        _byName.TryGetValue(ModelBuild.WithoutBuild(model), out var known)
        || _models.TryGetValue(OtherModels, out known)
            ? known
            : null;

    private ModelCalibration Add(string? model) =>
        _models.GetOrAdd(
            _models.Count < MostModels ? ModelBuild.WithoutBuild(model).ToString() : OtherModels,
            static _ => new ModelCalibration()
        );
}
