using System.Runtime.CompilerServices;
using System.Text;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// The interpolated string of <see cref="UsageSql.Text"/>: its literal parts are SQL, and every value in it becomes a
/// parameter of the statement, unless it is <see cref="SqlText"/>.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct SqlTextHandler(int literalLength, int formattedCount, UsageSql statement)
{
    public StringBuilder Text { get; } = new(literalLength + (formattedCount * 8));

    public void AppendLiteral(string sql) => Text.Append(sql);

    public void AppendFormatted(SqlText sql) => sql.AppendTo(Text);

    public void AppendFormatted<T>(T value)
        where T : notnull => statement.AppendValue(Text, value);
}
