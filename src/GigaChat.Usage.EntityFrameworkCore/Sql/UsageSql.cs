using System.Data.Common;
using System.Globalization;
using System.Text;

namespace GigaChat.Usage.EntityFrameworkCore;

/// <summary>A statement under construction: text, and the values it refers to.</summary>
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

    /// <summary>Takes a value in, or a parameter of the database's own kind; the answer is the text that refers to
    /// it.</summary>
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
