using CsCheck;
using GigaChat.Usage.Testing.NUnit;

namespace GigaChat.Usage;

public abstract partial class UsageStoreContract
{
    /// <summary>The number of random stores that the property test fills; each is queried 30 times.</summary>
    protected virtual int PropertyIterations => 15;

    /// <summary>
    /// For random records, filters, groups, zones and periods every result equals that of a simple computation over all
    /// records; late and repeated batches included. A quarter of the filters have tags.
    /// </summary>
    [Test]
    public Task Every_answer_equals_a_plain_look_at_all_records() => SampleAsync(RandomUsage.Stores, withLists: true);

    /// <summary>
    /// For random tags, periods, groups and zones every result by tag equals that of a simple computation over all
    /// records; late and repeated batches included.
    /// </summary>
    [Test]
    public Task Every_answer_by_tag_equals_a_plain_look_at_all_records() =>
        SampleAsync(RandomUsage.TaggedStores, withLists: false);

    private Task SampleAsync(Gen<RandomUsage> stores, bool withLists) =>
        stores.SampleAsync(
            async random =>
            {
                await DeleteStoreAsync();
                await OpenStoreAsync();
                var stored = new List<UsageRecord>();
                foreach (var batch in random.Batches)
                {
                    await AppendAsync(batch);
                    stored.AddRange(
                        batch
                            .Where(record => stored.TrueForAll(other => other.Id != record.Id))
                            .DistinctBy(record => record.Id)
                            .ToList()
                    );
                }

                foreach (var (filter, grouping) in random.Questions)
                {
                    var expected = NaiveUsage.Aggregate(stored, filter, grouping);
                    Assert.That(
                        await _reader.AggregateAsync(filter, grouping),
                        Is.EqualTo(expected),
                        $"{filter} by {grouping}"
                    );
                    if (withLists)
                        Assert.That(await ListAsync(filter), Is.EqualTo(NaiveUsage.List(stored, filter)), $"{filter}");
                }
            },
            iter: PropertyIterations,
            threads: 1
        );
}
