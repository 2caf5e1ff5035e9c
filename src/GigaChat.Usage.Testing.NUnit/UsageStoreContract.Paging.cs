namespace GigaChat.Usage;

public abstract partial class UsageStoreContract
{
    /// <summary>
    /// Records are ordered newest first, and those of one moment by id (as the bytes of a UUID are written), highest
    /// first.
    /// </summary>
    [Test]
    public async Task Records_come_newest_first_and_then_by_id()
    {
        string[] ids =
        [
            "ffffffff-0000-7000-8000-000000000000",
            "80000000-0000-7000-8000-000000000000",
            "7fffffff-ffff-7000-8000-000000000000",
            "00000000-0000-7000-8000-0000000000ff",
            "00000000-0000-7000-8000-000000000001",
            "00000000-0000-0000-0000-000000000000",
        ];
        await AppendAsync([
            .. ids.Order(StringComparer.Ordinal).Select(id => Sample() with { Id = Guid.Parse(id) }),
            At(Noon.AddSeconds(-1)),
            At(Noon.AddSeconds(1)),
        ]);

        var records = await ListAsync();

        Assert.That(records.Select(record => record.Id.ToString()).Skip(1).SkipLast(1), Is.EqualTo(ids));
        Assert.That(records.Select(record => record.CreatedAt), Is.Ordered.Descending);
    }

    /// <summary>
    /// Paging forward returns every record once, and paging back returns the same pages, also where many records share
    /// a moment.
    /// </summary>
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(23)]
    [TestCase(24)]
    public async Task Pages_meet_every_record_once_both_ways(int size)
    {
        await AppendAsync([
            .. Enumerable
                .Range(0, 46)
                .Select(i => At(Noon.AddSeconds(i / 9)) with { Platform = i % 2 == 0 ? "web" : "api" }),
        ]);
        var filter = new UsageFilter { Platform = "web" };
        var expected = await ListAsync(filter);

        var pages = new List<UsagePageResult> { await _reader.ListAsync(filter, new UsagePage { Size = size }) };
        while (pages[^1].Next is { } next)
            pages.Add(await _reader.ListAsync(filter, new UsagePage { Size = size, After = next }));

        Assert.That(pages.SelectMany(page => page.Items), Is.EqualTo(expected));
        Assert.That(pages.SkipLast(1).Select(page => page.Items.Count), Is.All.EqualTo(size));
        Assert.That(pages[0].Previous, Is.Null);

        for (var i = pages.Count - 1; i > 0; i--)
        {
            var back = await _reader.ListAsync(filter, new UsagePage { Size = size, Before = pages[i].Previous });
            Assert.That(back.Items, Is.EqualTo(pages[i - 1].Items));
            Assert.That(back.Next, Is.EqualTo(pages[i - 1].Next));
            Assert.That(back.Previous, Is.EqualTo(pages[i - 1].Previous));
        }
    }

    /// <summary>Records that arrive during paging neither shift nor repeat the following ones.</summary>
    [Test]
    public async Task Records_that_arrive_meanwhile_do_not_shift_pages()
    {
        var old = Enumerable.Range(0, 6).Select(i => At(Noon.AddSeconds(-i))).ToArray();
        await AppendAsync(old);
        var first = await _reader.ListAsync(UsageFilter.All, new UsagePage { Size = 3 });

        await AppendAsync(At(Noon.AddHours(1)), At(Noon.AddHours(2)));
        var second = await _reader.ListAsync(UsageFilter.All, new UsagePage { Size = 3, After = first.Next });

        Assert.That(second.Items, Is.EqualTo(old[3..]));
        Assert.That(second.Next, Is.Null);
    }

    /// <summary>A page of no records has no neighbours.</summary>
    [Test]
    public async Task An_empty_page_has_no_neighbours()
    {
        var page = await _reader.ListAsync(new UsageFilter { UserId = "nobody" }, new UsagePage());
        Assert.That(page.Items, Is.Empty);
        Assert.That((page.Next, page.Previous), Is.EqualTo(default((UsageCursor?, UsageCursor?))));
    }
}
