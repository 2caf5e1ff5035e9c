using System.Data.Common;
using System.Globalization;
using System.Text;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A statement under construction: its text and parameters.</summary>
internal sealed class UsageSql(UsageDialect dialect)
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _values = [];

    public UsageDialect Dialect { get; } = dialect;

    public UsageSql Add(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Adds a value, or a parameter of the database's own type.</summary>
    /// <returns>The text that references it.</returns>
    public string Value(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"@p{_values.Count - 1}");
    }

    public string Time(long microseconds) => Value(Dialect.TimeValue(microseconds));

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
}
