namespace GigaChat.Usage.AspNetCore;

/// <summary>Marks an endpoint of the dashboard.</summary>
/// <param name="Segments">How many segments its address has below the dashboard's.</param>
/// <param name="Path">The path that the dashboard was mapped to.</param>
internal sealed record DashboardDepth(int Segments, string Path);
