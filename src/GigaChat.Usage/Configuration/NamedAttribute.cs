using System.ComponentModel.DataAnnotations;

namespace GigaChat.Usage.Configuration;

/// <summary>Specifies that an option is a named value of its enumeration.</summary>
/// <param name="names">The names.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamedAttribute(params string[] names) : ValidationAttribute
{
    public override bool RequiresValidationContext => true;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is null || Array.IndexOf(names, value.ToString()) >= 0
            ? ValidationResult.Success
            : new ValidationResult(
                OptionProblem.Of(validationContext.DisplayName, $"{value}", $"one of {string.Join(", ", names)}")
            );
}
