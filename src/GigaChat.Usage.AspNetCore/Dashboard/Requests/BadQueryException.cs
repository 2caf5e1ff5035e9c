namespace GigaChat.Usage.AspNetCore;

/// <summary>The exception for an invalid parameter of the address.</summary>
/// <param name="parameter">The name of the parameter.</param>
/// <param name="expected">Gets its allowed values, in the viewer's language.</param>
internal sealed class BadQueryException(string parameter, Func<PageText, string> expected)
    : Exception($"The value of the parameter {parameter} is not valid.")
{
    public string Parameter { get; } = parameter;

    public Func<PageText, string> Expected { get; } = expected;
}
