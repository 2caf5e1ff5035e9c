namespace GigaChat.Usage.AspNetCore;

/// <summary>How many segments an endpoint's address has below the dashboard's.</summary>
internal sealed record DashboardDepth(int Segments);
