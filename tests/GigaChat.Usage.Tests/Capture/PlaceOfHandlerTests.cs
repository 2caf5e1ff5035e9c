using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture;

/// <summary>A handler finds out once, from its chain, whether it is the one that records; calls that come first
/// together must not lose one another.</summary>
[TestFixture]
internal sealed class PlaceOfHandlerTests
{
    /// <summary>No other type of field keeps two threads from reading half a value: a <c>bool?</c> is two
    /// bytes.</summary>
    [Test]
    public void What_is_remembered_of_the_place_is_read_and_written_whole() =>
        typeof(GigaChatUsageHandler)
            .GetFields(
                System.Reflection.BindingFlags.Instance
                    | System.Reflection.BindingFlags.NonPublic
                    | System.Reflection.BindingFlags.DeclaredOnly
            )
            .Where(static field => !field.IsInitOnly)
            .Select(static field => field.FieldType)
            .Should()
            .OnlyContain(type => type == typeof(int) || !type.IsValueType);

    [Test]
    public async Task First_calls_of_new_handlers_at_once_leave_a_record_each()
    {
        for (var round = 0; round < 2_000; round++)
        {
            var recorder = new RecordList();
            using var invoker = new HttpMessageInvoker(new GigaChatUsageHandler(recorder, new Echo()));
            using var start = new Barrier(2);
            await Task.WhenAll(
                Enumerable
                    .Range(0, 2)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            start.SignalAndWait();
                            (
                                await invoker.SendAsync(
                                    new HttpRequestMessage(
                                        HttpMethod.Post,
                                        "https://api.giga.chat/v1/chat/completions"
                                    ),
                                    CancellationToken.None
                                )
                            ).Dispose();
                        })
                    )
            );

            recorder.Records.Should().HaveCount(2);
        }
    }

    private sealed class Echo : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(new HttpResponseMessage());
    }
}
