using System.Reflection;
using GigaChat.Usage.EntityFrameworkCore;
using GigaChat.Usage.PostgreSql;
using Npgsql;

namespace GigaChat.Usage;

/// <summary>A value cannot become the text of a statement.</summary>
[TestFixture]
internal sealed class SqlTextTests
{
    private const string Hostile = "x' OR '1'='1'; DROP TABLE gigachat_usage_records; --";

    /// <summary>The members that take a text as SQL: each checks or quotes it, or is called by the compiler, or names
    /// itself a script.</summary>
    private static readonly string[] TakeText =
    [
        "SqlText.AppendLiteral",
        "SqlText.Constant",
        "SqlText.Name",
        "SqlText.Quoted",
        "SqlText.Script",
        "SqlText.Table",
        "SqlTextHandler.AppendLiteral",
        "UsageSession.ExecuteScriptAsync",
        "UsageSql.AppendLiteral",
        "UsageSqlHandler.AppendLiteral",
    ];

    /// <summary>The lines that give a text to a driver, and how often each file may: they pass on checked text, or a
    /// constant.</summary>
    private static readonly Dictionary<string, int> Commands = new(StringComparer.Ordinal)
    {
        ["UsageSql.cs"] = 1,
        ["UsageSession.cs"] = 1,
        ["UsageDatabase.cs"] = 1,
        ["SqliteConnectionSetup.cs"] = 1,
        ["SqliteDialect.cs"] = 1,
        ["SqliteFile.cs"] = 1,
        ["SqliteStatement.cs"] = 1,
        ["PostgreSqlWrites.cs"] = 1,
    };

    [Test]
    public void A_value_is_a_parameter_whatever_it_contains()
    {
        var sql = new UsageSql(PostgreSqlDialect.Instance);
        var name = Hostile;

        sql.Add($"SELECT 1 WHERE user_id = {name}");
        sql.Append(sql.Text($" AND topic = {name} AND {SqlText.Name("kind")} = {7}"));

        using var command = sql.ToCommand(new NpgsqlConnection(), transaction: null);
        command.CommandText.Should().Be("SELECT 1 WHERE user_id = @p0 AND topic = @p1 AND kind = @p2");
        command.Parameters.Cast<NpgsqlParameter>().Select(it => it.Value).Should().Equal(Hostile, Hostile, 7);
    }

    [Test]
    public void A_name_and_a_constant_reject_what_could_end_them()
    {
        FluentActions.Invoking(() => SqlText.Name(Hostile)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => SqlText.Name("")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => SqlText.Constant(Hostile)).Should().Throw<ArgumentException>();
        SqlText.Quoted("a\"; DROP").ToString().Should().Be("\"a\"\"; DROP\"");
    }

    [Test]
    public void Only_parts_of_a_statement_fit_into_its_text()
    {
        var holes = typeof(SqlText)
            .GetMethods()
            .Where(static method => method.Name == nameof(SqlText.AppendFormatted))
            .Select(static method => method.GetParameters().Single().ParameterType);
        var texts = ((Type[])[typeof(SqlText), typeof(SqlTextHandler), typeof(UsageSql), typeof(UsageSqlHandler)])
            .Append(typeof(UsageSession))
            .SelectMany(static type =>
                type.GetMethods(
                        BindingFlags.Public
                            | BindingFlags.NonPublic
                            | BindingFlags.Static
                            | BindingFlags.Instance
                            | BindingFlags.DeclaredOnly
                    )
                    .Where(static method => method.GetParameters().Any(static it => it.ParameterType == typeof(string)))
                    .Where(static method => !method.IsPrivate)
                    .Select(method => $"{type.Name}.{method.Name}")
            );

        holes.Should().Equal(typeof(SqlText));
        texts
            .Except(["UsageSession.ReadSettingAsync", "UsageSession.WriteSettingAsync"])
            .Should()
            .BeEquivalentTo(TakeText);
    }

    [Test]
    public void Only_known_lines_give_a_text_to_a_driver()
    {
        string[] calls =
        [
            "CommandText =",
            "new SqliteCommand(",
            "new NpgsqlCommand(",
            "ExecuteSql",
            "FromSql",
            "SqlQuery",
            "BeginBinaryImport",
            "BeginTextImport",
            "sqlite3_prepare",
        ];
        var source = Path.Combine(RepositoryFolder.Find().FullName, "src");
        var found = ((string[])["EntityFrameworkCore", "Sqlite", "PostgreSql"])
            .SelectMany(package =>
                Directory.EnumerateFiles(
                    Path.Combine(source, $"GigaChat.Usage.{package}"),
                    "*.cs",
                    SearchOption.AllDirectories
                )
            )
            .Select(file =>
                (Name: Path.GetFileName(file), Count: calls.Sum(call => Count(File.ReadAllText(file), call)))
            )
            .Where(static file => file.Count > 0)
            .ToDictionary(static file => file.Name, static file => file.Count, StringComparer.Ordinal);

        found.Should().BeEquivalentTo(Commands);

        static int Count(string text, string part) => text.Split(part).Length - 1;
    }
}
