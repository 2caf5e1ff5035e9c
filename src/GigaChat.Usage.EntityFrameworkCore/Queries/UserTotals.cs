using System.Runtime.InteropServices;
using GigaChat.Usage.Storage;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The tokens of every user by day and by week, kept in memory: the first users of any period are added up from them
/// without reading a row for each user and day again. A day is read again when its sums of all users have changed, and
/// everything after a change that the sums do not show, which writes a stamp. Safe for concurrent use.
/// </summary>
internal sealed class UserTotals
{
    /// <summary>The maximum number of kept sums, 12 bytes each, and of kept ids.</summary>
    private const int Most = 2_000_000;

    private readonly Lock _lock = new();
    private Kept _kept = new("");

    /// <summary>Gets the sums that are kept since a stamp.</summary>
    /// <param name="stamp">The stamp; empty where none was written.</param>
    public Kept Since(string stamp)
    {
        lock (_lock)
        {
            if (!string.Equals(_kept.Stamp, stamp, StringComparison.Ordinal) || _kept.IsFull)
                _kept = new Kept(stamp);
            return _kept;
        }
    }

    /// <summary>Sums of users, who have the same numbers in all of them.</summary>
    internal sealed class Kept(string stamp)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly List<string> _ids = [];
        private readonly Dictionary<(RollupKind Kind, long Bucket), Bucket> _buckets = [];
        private long _size;
        private long _largest;

        public string Stamp => stamp;

        public bool IsFull
        {
            get
            {
                lock (_lock)
                    return _size + _ids.Count > Most;
            }
        }

        /// <summary>Gets <c>true</c> if the number of further buckets is expected to fit; otherwise, <c>false</c>.</summary>
        public bool Fits(int buckets)
        {
            lock (_lock)
                return buckets * _largest <= Most;
        }

        /// <summary>Finds the sums of a bucket; null when its days have changed since they were read.</summary>
        public Bucket? Find(RollupKind kind, long bucket, UserDays days)
        {
            lock (_lock)
                return _buckets.GetValueOrDefault((kind, bucket)) is { } found && found.Days == days ? found : null;
        }

        public Bucket Add(RollupKind kind, long bucket, UserDays days, IReadOnlyList<(string UserId, long Tokens)> sums)
        {
            var (users, tokens) = (new int[sums.Count], new long[sums.Count]);
            lock (_lock)
            {
                for (var i = 0; i < sums.Count; i++)
                    (users[i], tokens[i]) = (NumberOf(sums[i].UserId), sums[i].Tokens);
                var added = new Bucket(days, users, tokens);
                ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, (kind, bucket), out _);
                _size += users.Length - (kept?.Users.Length ?? 0);
                _largest = Math.Max(_largest, users.Length);
                return kept = added;
            }
        }

        /// <summary>Gets the users with the most tokens, in the order of a query.</summary>
        /// <param name="buckets">The parts of the period.</param>
        /// <param name="rest">The sums outside of the buckets.</param>
        /// <param name="count">The maximum number of users.</param>
        /// <exception cref="OverflowException">A sum exceeds 64 bits.</exception>
        public string[] First(IReadOnlyList<Bucket> buckets, IEnumerable<(string UserId, long Tokens)> rest, int count)
        {
            List<(int User, long Tokens)> others;
            string[] ids;
            lock (_lock)
            {
                others = [.. rest.Select(one => (NumberOf(one.UserId), one.Tokens))];
                ids = [.. _ids];
            }

            var (sums, isKnown) = (new long[ids.Length], new bool[ids.Length]);
            foreach (var bucket in buckets)
            {
                for (var i = 0; i < bucket.Users.Length; i++)
                    Add(bucket.Users[i], bucket.Tokens[i]);
            }

            foreach (var (user, tokens) in others)
                Add(user, tokens);
            return
            [
                .. Enumerable
                    .Range(0, ids.Length)
                    .Where(user => isKnown[user])
                    .OrderByDescending(user => sums[user])
                    .ThenBy(user => ids[user], CodePointComparer.Instance)
                    .Take(count)
                    .Select(user => ids[user]),
            ];

            void Add(int user, long tokens)
            {
                isKnown[user] = true;
                sums[user] = checked(sums[user] + tokens);
            }
        }

        private int NumberOf(string userId)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, userId, out var isKnown);
            if (!isKnown)
            {
                number = _ids.Count;
                _ids.Add(userId);
            }

            return number;
        }
    }

    /// <summary>The tokens of the users of a day or week.</summary>
    /// <param name="Days">The sums of all users when they were read.</param>
    /// <param name="Users">The numbers of the users.</param>
    /// <param name="Tokens">Their tokens.</param>
    internal sealed record Bucket(UserDays Days, int[] Users, long[] Tokens);
}
