using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>
/// A statement under construction: its text and parameters. A value cannot become text of it:
/// <c>sql.Add($"… WHERE user_id = {userId}")</c> adds a parameter, and only <see cref="SqlText"/> is added as text.
/// </summary>
internal sealed class UsageSql(UsageDialect dialect)
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _values = [];

    public UsageDialect Dialect { get; } = dialect;

    /// <summary>Adds SQL with its values.</summary>
    public UsageSql Add([InterpolatedStringHandlerArgument("")] UsageSqlHandler sql)
    {
        // The handler has written into this statement.
        _ = sql;
        return this;
    }

    public UsageSql Append(SqlText sql)
    {
        sql.AppendTo(_text);
        return this;
    }

    /// <summary>Gets SQL with its values, as a part to add later.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Its handler uses the statement.")]
    public SqlText Text([InterpolatedStringHandlerArgument("")] SqlTextHandler sql) => SqlText.Of(sql);

    /// <summary>Adds a value, or a parameter of the database's own type, that the text references more than once.</summary>
    /// <returns>The reference to it.</returns>
    public SqlText Value(object value)
    {
        _values.Add(value);
        return SqlText.Parameter(_values.Count - 1);
    }

    public SqlText Time(long microseconds) => Value(Dialect.TimeValue(microseconds));

    /// <summary>Adds values, and gets the list of the references to them.</summary>
    public SqlText List<T>(IEnumerable<T> values)
        where T : notnull => SqlText.List(values.Select(value => Value(value)));

    public DbCommand ToCommand(DbConnection connection, DbTransaction? transaction)
    {
        var command = connection.CreateCommand();
        command.CommandText = _text.ToString();
        command.Transaction = transaction;
        for (var i = 0; i < _values.Count; i++)
        {
            var parameter = _values[i] as DbParameter;
            if (parameter is null)
            {
                parameter = command.CreateParameter();
                parameter.Value = _values[i];
            }

            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{i}");
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Appends a literal part of an interpolated string; for the handlers only.</summary>
    internal void AppendLiteral(string sql) => _text.Append(sql);

    internal void AppendValue(object value) => AppendValue(_text, value);

    internal void AppendValue(StringBuilder text, object value)
    {
        text.Append(CultureInfo.InvariantCulture, $"@p{_values.Count}");
        _values.Add(value);
    }
}
