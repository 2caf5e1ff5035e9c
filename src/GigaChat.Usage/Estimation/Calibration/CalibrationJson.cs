using System.Buffers;
using System.Text.Json;
using GigaChat.Usage.Configuration;
using GigaChat.Usage.Recording;
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
            return SettingProblems.Read<IReadOnlyList<TokenCalibration>>(
                typeof(TokenCalibration),
                SettingNode.Of(json),
                static root =>
                {
                    var version = root.Whole(Version) ?? 1;
                    var read = root.Groups(Calibrations).Select(One).ToList();
                    root.RefuseOthers();
                    return version == CurrentVersion ? read : [];
                }
            );
        }
        catch (OptionsValidationException error)
        {
            // A calibration is output of the estimator, not an option of the application.
            throw new FormatException($"The calibration cannot be read: {error.Message}", error);
        }
    }

    private static TokenCalibration One(SettingGroup entry)
    {
        var one = new TokenCalibration(
            entry.Text(nameof(TokenCalibration.Model)) ?? "",
            entry.Name<TokenKind>(nameof(TokenCalibration.Kind)) ?? default,
            entry.Name<TextFormat>(nameof(TokenCalibration.Format)) ?? default,
            entry.Whole(nameof(TokenCalibration.Count)) ?? 0,
            (double)(entry.Decimal(nameof(TokenCalibration.Factor)) ?? 1m),
            (double)(entry.Decimal(nameof(TokenCalibration.MeanError)) ?? 0m)
        );
        entry.RefuseOthers();
        if (one.Count < 0 || one.Factor is not (> 0.1 and < 10) || one.MeanError is not (>= 0 and <= 1))
            entry.Problem(
                $"{entry.Here} must have a Count of 0 or more, a Factor of 0.2 to 5 and a MeanError of 0 to 1."
            );
        return one;
    }
}
