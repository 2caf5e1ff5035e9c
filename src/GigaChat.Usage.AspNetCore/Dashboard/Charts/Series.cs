namespace GigaChat.Usage.AspNetCore;

/// <summary>A series of a chart.</summary>
/// <param name="Name">The name, in the viewer's language.</param>
/// <param name="Colour">The class of the style sheet.</param>
internal sealed record Series(string Name, string Colour);
