using GigaChat.Usage.Forecasting;
using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

/// <summary>A search is planned by how common its text is; whatever the plan, it finds what a look at all records
/// finds.</summary>
internal sealed class SearchTests(string kind) : RelationalTests(kind)
{
    /// <summary>
    /// Of 6,000 texts "урок" is in all (more than are listed by id), "7 класс" in a seventh, "№ 4711" in one, and "урок
    /// физики" is a common start with a rare end. A text
    /// with a high id makes the table look large, so that the sample may call a text common.
    /// </summary>
    [Test]
    public async Task A_text_is_found_whether_all_records_have_it_or_one([Values] bool looksLarge)
    {
        var store = Open();
        UsageRecord[] records =
        [
            .. NaiveUsage
                .Spread(Noon, 6_000)
                .Select(
                    (record, i) =>
                        record with
                        {
                            UserName = null,
                            AccessToken = null,
                            Topic = $"Урок № {i}, {i % 7} класс{(i % 500 == 3 ? ", урок физики" : "")}",
                        }
                ),
        ];
        foreach (var batch in records.Chunk(1_000))
            await store.AppendAsync(batch, default);
        if (looksLarge)
            await Database.ExecuteAsync("INSERT INTO gigachat_usage_texts (id, folded) VALUES (900000, 'far away')");

        foreach (
            var search in new[] { "УРОК", "6 класс", "№ 4711", "урок физики", "рок № 59", "кл", "№", "урок химии" }
        )
        {
            foreach (
                var filter in new[]
                {
                    new UsageFilter { Search = search },
                    new UsageFilter
                    {
                        Search = search,
                        Platform = "web",
                        UserId = "user-1",
                        To = Noon.AddDays(100),
                    },
                }
            )
            {
                var expected = NaiveUsage.List(records, filter);
                (await store.ListAsync(filter, new UsagePage { Size = 50 }))
                    .Items.Select(record => record.Id)
                    .Should()
                    .Equal(expected.Take(50).Select(record => record.Id), because: $"{search}, {filter.Platform}");
                (await SumAsync(store, filter))
                    .Count.Should()
                    .Be(expected.Count, because: $"{search}, {filter.Platform}");
            }
        }
    }
}
