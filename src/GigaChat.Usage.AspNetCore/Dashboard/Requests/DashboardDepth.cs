namespace GigaChat.Usage.AspNetCore;

/// <summary>Marks an endpoint of the dashboard.</summary>
/// <param name="Segments">The number of segments of its address below the dashboard's.</param>
/// <param name="Path">The path that the dashboard was mapped to.</param>
internal sealed record DashboardDepth(int Segments, string Path);
