using System.Buffers;
using System.Text.Json;
using GigaChat.Usage.Configuration;
using GigaChat.Usage.Recording;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GigaChat.Usage.Estimation;

/// <summary>
/// Calibrations as JSON: a version, and a list of groups with the names of the properties of
/// <see cref="TokenCalibration"/>.
/// </summary>
internal static class CalibrationJson
{
    // Factors correct one estimator; those learned for the weights of another version would increase its error.
    private const int CurrentVersion = 2;
    private const string Version = nameof(Version);
    private const string Calibrations = nameof(Calibrations);

    private static readonly SortedDictionary<string, SettingForm> HeadForms = StrictBinder.Forms(
        (Version, SettingForm.Whole),
        (Calibrations, SettingForm.Groups)
    );

    private static readonly SortedDictionary<string, SettingForm> EntryForms = StrictBinder.Forms(
        (nameof(CalibrationEntry.Model), SettingForm.Text),
        (nameof(CalibrationEntry.Kind), SettingForm.Name<TokenKind>()),
        (nameof(CalibrationEntry.Format), SettingForm.Name<TextFormat>()),
        (nameof(CalibrationEntry.Count), SettingForm.Whole),
        (nameof(CalibrationEntry.Factor), SettingForm.Number),
        (nameof(CalibrationEntry.MeanError), SettingForm.Number)
    );

    public static byte[] Write(IEnumerable<TokenCalibration> calibrations)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber(Version, CurrentVersion);
            json.WriteStartArray(Calibrations);
            foreach (var one in calibrations)
            {
                json.WriteStartObject();
                json.WriteString(nameof(one.Model), one.Model);
                json.WriteString(nameof(one.Kind), one.Kind.ToString());
                json.WriteString(nameof(one.Format), one.Format.ToString());
                json.WriteNumber(nameof(one.Count), one.Count);
                json.WriteNumber(nameof(one.Factor), Math.Round(one.Factor, 6));
                json.WriteNumber(nameof(one.MeanError), Math.Round(one.MeanError, 6));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the calibrations; none if another version of the estimator learned them.</summary>
    /// <exception cref="FormatException">The text is not a calibration.</exception>
    public static IReadOnlyList<TokenCalibration> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            var root = JsonSettings.Read(json, typeof(TokenCalibration));
            var problems = new List<string>();
            var head = new Head();
            StrictBinder.Bind(
                root,
                head,
                HeadForms,
                static (part, target) => part.Bind(target, StrictBinder.Strict),
                problems
            );
            var list = root.GetSection(Calibrations);
            List<TokenCalibration> read =
            [
                .. StrictBinder
                    .BindList<CalibrationEntry>(
                        list,
                        EntryForms,
                        static (part, target) => part.Bind(target, StrictBinder.Strict),
                        problems
                    )
                    .Select(entry => One(entry.Entry, entry.Path, problems)),
            ];
            SettingProblems.ThrowIfAny(typeof(TokenCalibration), problems);
            return head.Version == CurrentVersion ? read : [];
        }
        catch (OptionsValidationException error)
        {
            // A calibration is output of the estimator, not an option of the application.
            throw new FormatException($"The calibration cannot be read: {error.Message}", error);
        }
    }

    private static TokenCalibration One(CalibrationEntry entry, string path, List<string> problems)
    {
        if (entry.Count < 0 || entry.Factor is not (> 0.1 and < 10) || entry.MeanError is not (>= 0 and <= 1))
            problems.Add($"{path} must have a Count of 0 or more, a Factor of 0.2 to 5 and a MeanError of 0 to 1.");
        return new TokenCalibration(entry.Model, entry.Kind, entry.Format, entry.Count, entry.Factor, entry.MeanError);
    }

    /// <summary>The settings beside the list.</summary>
    internal sealed class Head
    {
        public long Version { get; set; } = 1;
    }
}
