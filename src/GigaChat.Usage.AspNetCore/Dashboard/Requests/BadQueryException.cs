namespace GigaChat.Usage.AspNetCore;

/// <summary>A parameter of the address that cannot be used.</summary>
/// <param name="parameter">Its name.</param>
/// <param name="expected">What it may be, in the viewer's language.</param>
internal sealed class BadQueryException(string parameter, Func<PageText, string> expected)
    : Exception($"The parameter {parameter} cannot be used.")
{
    public string Parameter { get; } = parameter;

    public Func<PageText, string> Expected { get; } = expected;
}
