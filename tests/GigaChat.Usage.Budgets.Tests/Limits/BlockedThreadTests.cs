using System.Net;
using System.Text;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A UI thread that waits for a call, or for the standings, runs nothing that is posted to it
/// meanwhile.</summary>
[Property("Lesson", "L28")]
internal sealed class BlockedThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    public void Standings_can_be_waited_for_on_a_blocked_thread() =>
        OnBlockedThread(() =>
        {
            using var client = new BudgetedClient(
                [new UsageBudget { Name = "all", Tokens = 1_000 }],
                history: [Records.Of(100, BudgetedClient.Start.AddHours(-1))]
            );
            client.Budgets.GetStatusAsync().Wait(Patience).Should().BeTrue();
        });

    [Test]
    public void A_call_can_be_sent_and_waited_for_on_a_blocked_thread() =>
        OnBlockedThread(() =>
        {
            using var client = new BudgetedClient(
                [new UsageBudget { Name = "all", Tokens = 10_000 }],
                store: new CountingBudgetStore()
            );
            client.SendUnreadAsync(100).Wait(Patience).Should().BeTrue();
            client.Send(100).StatusCode.Should().Be(HttpStatusCode.OK);
            client
                .Send(null, new ResumingContent(Encoding.UTF8.GetBytes(BudgetedClient.Body(100)), length: true))
                .StatusCode.Should()
                .Be(HttpStatusCode.OK);
            client
                .Send(null, new ResumingContent(Encoding.UTF8.GetBytes(BudgetedClient.Body(100)), length: false))
                .StatusCode.Should()
                .Be(HttpStatusCode.OK);
        });

    private static void OnBlockedThread(Action work)
    {
        Exception? failure = null;
        var thread = new Thread(Run) { IsBackground = true };
        thread.Start();
        thread.Join(Patience).Should().BeTrue("the thread must not wait for itself");
        failure.Should().BeNull();

        void Run()
        {
            SynchronizationContext.SetSynchronizationContext(new DeafContext());
            try
            {
                work();
            }
            catch (Exception error)
            {
                failure = error;
            }
        }
    }

    /// <summary>A context whose thread never gets to what is posted to it.</summary>
    private sealed class DeafContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) { }

        public override SynchronizationContext CreateCopy() => this;
    }

    /// <summary>A content that resumes on the context it was started on.</summary>
    private sealed class ResumingContent(byte[] bytes, bool length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await Task.Yield();
            await stream.WriteAsync(bytes);
        }

        protected override void SerializeToStream(
            Stream stream,
            TransportContext? context,
            CancellationToken cancellationToken
        ) => stream.Write(bytes);

        protected override bool TryComputeLength(out long computed)
        {
            computed = bytes.Length;
            return length;
        }
    }
}
