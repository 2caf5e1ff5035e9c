using System.Threading.Channels;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>Scopes flow with the asynchronous control flow; where it ends, a captured context is resumed.</summary>
[TestFixture]
internal sealed class ScopeTests
{
    private static readonly UsageContext Anna = new() { UserId = "anna", Topic = "a" };

    private static readonly UsageContext Boris = new() { UserId = "boris" };

    [Test]
    public void Scopes_disposed_out_of_order_leave_no_closed_scope_in_charge()
    {
        var outer = UsageScope.Begin(Anna);
        var inner = UsageScope.Begin(Boris);

        outer.Dispose();
        UsageScope.Current.Should().Be(Boris, "the scope that is open is in charge, without what the closed one added");
        inner.Dispose();

        UsageScope.Current.Should().BeNull();
    }

    [Test]
    public void Any_order_of_closing_leaves_the_innermost_open_scope_in_charge() =>
        CsCheck.Check.Sample(
            CsCheck.Gen.Shuffle(new[] { 0, 1, 2, 3, 4 }),
            static order =>
            {
                var scopes = Enumerable
                    .Range(0, 5)
                    .Select(static i => UsageScope.Begin(new UsageContext { UserId = $"{i}" }))
                    .ToList();
                var open = new SortedSet<int>(Enumerable.Range(0, 5));
                foreach (var i in order)
                {
                    scopes[i].Dispose();
                    open.Remove(i);
                    if (UsageScope.Current?.UserId != (open.Count == 0 ? null : $"{open.Max}"))
                        return false;
                }

                return UsageScope.Current is null;
            },
            iter: 200
        );

    [Test]
    public async Task Work_that_was_started_in_a_scope_stays_in_it_when_the_scope_is_closed()
    {
        var gate = new TaskCompletionSource();
        Task<(UsageContext?, UsageContext)> work;
        using (UsageScope.Begin(Anna))
        {
            work = Task.Run(async () =>
            {
                await gate.Task;
                using (UsageScope.Begin(Boris))
                    await Task.Yield();
                return (UsageScope.Current, UsageScope.Capture());
            });
        }

        gate.SetResult();

        (await work).Should().Be((Anna, Anna));
    }

    [Test]
    public void A_scope_disposed_where_it_is_not_open_closes_nothing()
    {
        UsageScope? elsewhere = null;
        var thread = new Thread(() => elsewhere = UsageScope.Begin(Anna));
        thread.Start();
        thread.Join();
        using var here = UsageScope.Begin(Boris);

        elsewhere!.Dispose();

        UsageScope.Current.Should().Be(Boris);
    }

    [Test]
    public async Task Work_handed_over_through_a_channel_is_charged_to_the_captured_user()
    {
        var queue = Channel.CreateUnbounded<(UsageContext User, TaskCompletionSource<UsageContext?> Done)>();
        using var ofConsumer = UsageScope.Begin(new UsageContext { UserId = "consumer", Platform = "worker" });
        var consumer = Task.Run(async () =>
        {
            await foreach (var (user, done) in queue.Reader.ReadAllAsync())
            {
                using (UsageScope.Resume(user))
                {
                    await Task.Yield();
                    done.SetResult(UsageScope.Current);
                }
            }
        });
        ofConsumer.Dispose();

        foreach (var user in new[] { Anna, Boris })
        {
            using var scope = UsageScope.Begin(user);
            var done = new TaskCompletionSource<UsageContext?>();
            await queue.Writer.WriteAsync((UsageScope.Capture(), done));
            (await done.Task).Should().Be(user, "the consumer's own scope adds nothing");
        }

        queue.Writer.Complete();
        await consumer;
    }

    [Test]
    public async Task A_captured_context_is_resumed_in_every_step_of_an_async_iterator()
    {
        var seen = new List<string?>();
        using (UsageScope.Begin(Anna))
        {
            var steps = Steps().GetAsyncEnumerator();
            using (UsageScope.Begin(Boris))
            {
                while (await steps.MoveNextAsync())
                    seen.Add(steps.Current);
            }

            await steps.DisposeAsync();
            UsageScope.Current.Should().Be(Anna);
        }

        seen.Should().Equal("boris", "boris", "boris");

        static async IAsyncEnumerable<string?> Steps()
        {
            var user = UsageScope.Capture(); // The first step runs in the context of whoever asks for it.
            for (var i = 0; i < 3; i++)
            {
                string? charged;
                using (UsageScope.Resume(user))
                {
                    await Task.Yield();
                    charged = UsageScope.Current?.UserId;
                }

                yield return charged;
            }
        }
    }

    [Test]
    public void Nothing_captured_is_nobody_when_it_is_resumed()
    {
        var nobody = UsageScope.Capture();
        using var scope = UsageScope.Begin(Anna);

        using (UsageScope.Resume(nobody))
            UsageScope.Current.Should().Be(new UsageContext());

        UsageScope.Current.Should().Be(Anna);
    }
}
