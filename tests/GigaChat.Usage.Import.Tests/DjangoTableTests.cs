using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using GigaChat.Usage.Attribution;
using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Import.Tests;

/// <summary>A table of a real Django application, exported in every way and imported: each figure is the one that its
/// own ORM returns.</summary>
internal sealed class DjangoTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Exports = ["select.csv", "values.csv", "dump.json", "dump.jsonl", "table.json"];

    [Test]
    public async Task Every_figure_of_a_table_on_SQLite_is_that_of_the_ORM([Values(1, 2)] int seed)
    {
        await DjangoTable.RequireAsync("django");
        using var table = await DjangoTable.FillAsync(postgreSql: null, seed, Now);

        await ShouldAgreeAsync(table);
    }

    [Test]
    public async Task Every_figure_of_a_table_on_PostgreSQL_is_that_of_the_ORM()
    {
        await DjangoTable.RequireAsync("django, psycopg2");
        await using var server = await StartPostgreSqlAsync();
        var port = (string)new DbConnectionStringBuilder { ConnectionString = server.ConnectionString }["Port"];
        using var table = await DjangoTable.FillAsync(port, seed: 3, Now);

        await ShouldAgreeAsync(table);
    }

    private static async Task<LocalPostgreSql> StartPostgreSqlAsync()
    {
        try
        {
            return await LocalPostgreSql.StartAsync(syncToDisk: false);
        }
        catch (FileNotFoundException error)
            when (!string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Ignore($"No PostgreSQL to test with: {error.Message}");
            throw;
        }
    }

    private static async Task ShouldAgreeAsync(DjangoTable table)
    {
        UsageRecord[]? first = null;
        foreach (var export in Exports)
        {
            var store = new ListedStore();
            var imported = await DjangoUsageImport.ImportFileAsync(table[export], store);

            imported.Records.Should().Be(table.Answers.GetProperty("rows").GetInt64(), export);
            await ShouldAnswerAsync(
                store,
                table.Answers,
                hasJoins: export is not ("select.csv" or "table.json"),
                export
            );

            // The same rows, however they were exported.
            var records = store.Records.ToArray();
            first ??= records;
            records.Select(Plain).OrderBy(it => it.Id).Should().Equal(first.Select(Plain).OrderBy(it => it.Id), export);
        }
    }

    private static async Task ShouldAnswerAsync(ListedStore store, JsonElement answers, bool hasJoins, string export)
    {
        var usage = new GigaChatTokenUsage(store.Reader, PriceBook.Reference, timeProvider: new FakeTimeProvider(Now));
        foreach (var total in answers.GetProperty("totals").EnumerateArray())
        {
            var (start, end) = (Moment(total, "start"), Moment(total, "end"));
            UsageOperation? operation = total.GetProperty("operation").GetString() is { } kind
                ? new UsageOperation(kind)
                : default(UsageOperation?);
            if (start > end)
            {
                // The one question that has another answer here: the ORM finds nothing, the service an error of the
                // caller.
                total.GetProperty("tokens").GetInt64().Should().Be(0);
                await usage
                    .Awaiting(it => it.GetTotalTokensAsync(start, end, operation))
                    .Should()
                    .ThrowAsync<ArgumentException>();
                continue;
            }

            (await usage.GetTotalTokensAsync(start, end, operation))
                .Should()
                .Be(total.GetProperty("tokens").GetInt64(), "{0}: {1}", export, total);
        }

        foreach (var expected in answers.GetProperty("statistics").EnumerateArray())
        {
            var statistics = await usage.GetStatisticsAsync(expected.GetProperty("period_days").GetInt32());
            statistics.TotalTokens.Should().Be(expected.GetProperty("total_tokens").GetInt64(), export);
            statistics.TotalRequests.Should().Be(expected.GetProperty("total_requests").GetInt64(), export);
            foreach (var operation in expected.GetProperty("by_operation").EnumerateObject())
            {
                var sums = statistics.ByOperation[new UsageOperation(operation.Name)];
                (sums.Tokens, sums.Count)
                    .Should()
                    .Be(
                        (
                            operation.Value.GetProperty("tokens").GetInt64(),
                            operation.Value.GetProperty("count").GetInt64()
                        ),
                        export
                    );
            }
        }

        (await usage.GetTopUsersAsync())
            .Select(it => (it.UserId, hasJoins ? it.UserName : null, it.Tokens, it.Count))
            .Should()
            .Equal(
                answers
                    .GetProperty("top_users")
                    .EnumerateArray()
                    .Select(it =>
                        (
                            it.GetProperty("user_id").GetInt64().ToString(CultureInfo.InvariantCulture),
                            hasJoins ? it.GetProperty("user__username").GetString() : null,
                            it.GetProperty("tokens").GetInt64(),
                            it.GetProperty("count").GetInt64()
                        )
                    ),
                export
            );
        if (hasJoins)
        {
            (await usage.GetByAccessTokenTypeAsync())
                .Select(it => (it.AccessTokenType, it.Tokens, it.Count))
                .Should()
                .Equal(
                    answers
                        .GetProperty("token_types")
                        .EnumerateArray()
                        .Select(it =>
                            (
                                it.GetProperty("token__token_type").GetString(),
                                it.GetProperty("tokens").GetInt64(),
                                it.GetProperty("count").GetInt64()
                            )
                        ),
                    export
                );
            var fingerprint = new AccessTokenFingerprint(AccessTokenStorage.Fingerprint, key: null);
            foreach (var token in answers.GetProperty("tokens").EnumerateArray())
            {
                var sum = await usage.GetTotalsAsync(
                    new UsageFilter { AccessToken = fingerprint.Of(token.GetProperty("token").GetString()) }
                );
                sum.Tokens.Should().Be(token.GetProperty("tokens").GetInt64(), export);
            }
        }

        var forecast = await usage.GetForecastAsync();
        var expectedForecast = answers.GetProperty("forecast");
        forecast.BasedOnTokens.Should().Be(expectedForecast.GetProperty("week").GetInt64(), export);
        ((double)forecast.Tokens)
            .Should()
            .BeApproximately(expectedForecast.GetProperty("tokens").GetDouble(), 0.51, export);
        ((double)forecast.Rubles)
            .Should()
            .BeApproximately(expectedForecast.GetProperty("cost").GetDouble(), 0.001, export);
        foreach (var topic in answers.GetProperty("topics").EnumerateObject())
            store.Records.Count(it => (it.Topic ?? "") == topic.Name).Should().Be(topic.Value.GetInt32(), export);
        store.Records.Count(it => it.UserId is null).Should().Be(answers.GetProperty("anonymous").GetInt32(), export);
    }

    private static DateTimeOffset? Moment(JsonElement total, string name) =>
        total.GetProperty(name).GetString() is { } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
            : null;

    /// <summary>A store that also lists what it was given.</summary>
    private sealed class ListedStore : IUsageStore
    {
        public InMemoryUsageStore Reader { get; } = new();

        public List<UsageRecord> Records { get; } = [];

        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken)
        {
            Records.AddRange(batch);
            return Reader.AppendAsync(batch, cancellationToken);
        }
    }

    /// <summary>What every export has: names and tokens are only in some.</summary>
    private static UsageRecord Plain(UsageRecord record) =>
        record with
        {
            UserName = null,
            AccessToken = null,
            AccessTokenType = null,
        };
}
