using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace GigaChat.Usage.Configuration;

/// <summary>Specifies the range of an option. Unlike <see cref="RangeAttribute"/> it reports the wrong value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithinAttribute : ValidationAttribute
{
    private readonly IComparable _least;
    private readonly IComparable _most;

    /// <param name="least">The least whole number.</param>
    /// <param name="most">The largest whole number.</param>
    public WithinAttribute(long least, long most) => (_least, _most) = (least, most);

    /// <param name="least">The shortest time, as hours:minutes:seconds.</param>
    /// <param name="most">The longest time.</param>
    public WithinAttribute(string least, string most) =>
        (_least, _most) = (
            TimeSpan.Parse(least, CultureInfo.InvariantCulture),
            TimeSpan.Parse(most, CultureInfo.InvariantCulture)
        );

    public override bool RequiresValidationContext => true;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var number = value is int small ? (long)small : value;
        return number is null || (_least.CompareTo(number) <= 0 && _most.CompareTo(number) >= 0)
            ? ValidationResult.Success
            : new ValidationResult(
                OptionProblem.Of(
                    validationContext.DisplayName,
                    OptionProblem.Text(number),
                    $"between {OptionProblem.Text(_least)} and {OptionProblem.Text(_most)}"
                )
            );
    }
}
