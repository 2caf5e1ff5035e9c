using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace GigaChat.Usage;

/// <summary>The purpose of a call: one of the known operations, or a custom name of the application.</summary>
/// <remarks>
/// Two operations are equal when their <see cref="Value"/>s are, letter case included. In JSON an operation is its
/// value, also as the name of a property.
/// </remarks>
[JsonConverter(typeof(UsageOperationJsonConverter))]
public readonly struct UsageOperation : IEquatable<UsageOperation>
{
    private readonly string? _value;

    /// <summary>Initializes a new instance of the <see cref="UsageOperation"/> struct with a custom name.</summary>
    /// <param name="value">The stored value, by convention in capitals: <c>SUMMARY</c>. At most 50 characters are
    /// stored.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null, empty or white space.</exception>
    public UsageOperation(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>Text generation: a completion of any version of the API.</summary>
    public static UsageOperation TextGeneration { get; } = new("TEXT_GENERATION");

    /// <summary>
    /// A completion that writes a prompt for an image; only the application knows it, so it is set by scope or request.
    /// </summary>
    public static UsageOperation ImagePrompt { get; } = new("IMAGE_PROMPT");

    /// <summary>A completion that generated an image.</summary>
    public static UsageOperation ImageGeneration { get; } = new("IMAGE_GENERATION");

    /// <summary>A completion that generated an audio file.</summary>
    public static UsageOperation AudioGeneration { get; } = new("AUDIO_GENERATION");

    /// <summary>A completion that generated a 3D model.</summary>
    public static UsageOperation Model3DGeneration { get; } = new("MODEL_3D_GENERATION");

    /// <summary>Embeddings of one or more texts.</summary>
    public static UsageOperation Embedding { get; } = new("EMBEDDING");

    /// <summary>A check whether a text was written by a model (<c>POST /ai/check</c>).</summary>
    public static UsageOperation AiCheck { get; } = new("AI_CHECK");

    /// <summary>A check of a text by the topic filter (<c>POST /filter/check</c>).</summary>
    public static UsageOperation FilterCheck { get; } = new("FILTER_CHECK");

    /// <summary>The operations that every statistic lists, with zeros for those without usage.</summary>
    public static IReadOnlyList<UsageOperation> Known { get; } =
    [TextGeneration, ImagePrompt, ImageGeneration, Embedding];

    /// <summary>The stored value, such as <c>TEXT_GENERATION</c>; <c>UNKNOWN</c> for the default of the
    /// struct.</summary>
    public string Value => _value ?? "UNKNOWN";

    /// <summary>
    /// Gets the display name, in Russian where the culture is Russian and in English elsewhere; the value itself for a
    /// custom operation.
    /// </summary>
    /// <param name="culture">The culture; the current UI culture when null.</param>
    public string GetDisplayName(CultureInfo? culture = null)
    {
        var russian = string.Equals(
            (culture ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName,
            "ru",
            StringComparison.Ordinal
        );
        return Value switch
        {
            "TEXT_GENERATION" => russian ? "Генерация текста" : "Text generation",
            "IMAGE_PROMPT" => russian ? "Промпт для изображения" : "Image prompt",
            "IMAGE_GENERATION" => russian ? "Генерация изображения" : "Image generation",
            "AUDIO_GENERATION" => russian ? "Генерация аудио" : "Audio generation",
            "MODEL_3D_GENERATION" => russian ? "Генерация 3D-модели" : "3D model generation",
            "EMBEDDING" => russian ? "Эмбеддинги" : "Embeddings",
            "AI_CHECK" => russian ? "Проверка авторства текста" : "AI authorship check",
            "FILTER_CHECK" => russian ? "Проверка фильтром" : "Filter check",
            "UNKNOWN" => russian ? "Неизвестно" : "Unknown",
            var own => own,
        };
    }

    /// <summary>Converts a value to an operation, and null to no operation.</summary>
    /// <param name="value">The stored value, or null.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty or white space.</exception>
    /// <remarks>The result is nullable because <c>condition ? operation : null</c> would otherwise convert the null to
    /// an operation, and fail.</remarks>
    [SuppressMessage(
        "Usage",
        "CA2225:Operator overloads have named alternates",
        Justification = "The constructor is the alternate."
    )]
    public static implicit operator UsageOperation?(string? value) => value is null ? null : new(value);

    /// <summary>Gets <c>true</c> if two operations have the same value; otherwise, <c>false</c>.</summary>
    public static bool operator ==(UsageOperation left, UsageOperation right) => left.Equals(right);

    /// <summary>Gets <c>true</c> if two operations have different values; otherwise, <c>false</c>.</summary>
    public static bool operator !=(UsageOperation left, UsageOperation right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(UsageOperation other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is UsageOperation other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);

    /// <summary>Returns the <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
