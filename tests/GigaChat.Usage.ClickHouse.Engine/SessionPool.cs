using System.Collections.Concurrent;

namespace GigaChat.Usage.ClickHouse.Engine;

/// <summary>Keeps sessions for the next statement with the same database and settings: to open one takes
/// milliseconds.</summary>
internal sealed class SessionPool(string path)
{
    private const int MostOfAKind = 32;

    private readonly ConcurrentDictionary<string, ConcurrentBag<ChdbSession>> _free = new(StringComparer.Ordinal);

    public Lease Take(string database, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var all = settings.OrderBy(setting => setting.Key, StringComparer.Ordinal).ToList();
        var kind = string.Join('&', all.Select(setting => $"{setting.Key}={setting.Value}").Prepend(database));
        var free = _free.GetOrAdd(kind, static _ => []);
        if (free.TryTake(out var session))
            return new Lease(session, free);
        session = new ChdbSession(path, all);
        try
        {
            if (database.Length > 0)
                session.Execute($"USE `{database.Replace("`", "\\`", StringComparison.Ordinal)}`");
            return new Lease(session, free);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The use of a session; one whose statement failed is closed.</summary>
    internal sealed class Lease(ChdbSession session, ConcurrentBag<ChdbSession> free) : IDisposable
    {
        private bool _succeeded;

        public ChdbSession Session => session;

        public void Succeeded() => _succeeded = true;

        public void Dispose()
        {
            if (_succeeded && free.Count < MostOfAKind)
                free.Add(session);
            else
                session.Dispose();
        }
    }
}
