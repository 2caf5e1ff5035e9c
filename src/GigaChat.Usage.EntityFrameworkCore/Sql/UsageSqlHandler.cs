using System.Runtime.CompilerServices;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The interpolated string of <see cref="UsageSql.Add"/>: its literal parts are SQL, and every value in it becomes a
/// parameter, unless it is <see cref="SqlText"/>. It writes into the statement itself, without a text in between.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct UsageSqlHandler
{
    private readonly UsageSql _statement;

    // The statement grows by itself: the expected lengths are not needed.
    public UsageSqlHandler(int literalLength, int formattedCount, UsageSql statement)
    {
        _ = literalLength;
        _ = formattedCount;
        _statement = statement;
    }

    public void AppendLiteral(string sql) => _statement.AppendLiteral(sql);

    public void AppendFormatted(SqlText sql) => _statement.Append(sql);

    public void AppendFormatted<T>(T value)
        where T : notnull => _statement.AppendValue(value);
}
