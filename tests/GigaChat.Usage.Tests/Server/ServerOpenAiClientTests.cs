using System.ClientModel;
using OpenAI;
using OpenAI.Chat;

namespace GigaChat.Usage.Tests.Server;

/// <summary>The official OpenAI client, unmodified, speaks with the server as it does with gateways to
/// GigaChat.</summary>
internal sealed class ServerOpenAiClientTests : ServerTestBase
{
    [Test]
    public async Task Chat_works_and_its_usage_is_the_ledgers()
    {
        ChatCompletion completion = await CreateClient().CompleteChatAsync("Объясни, что такое дробь");

        completion.Content[0].Text.Should().NotBeEmpty();
        completion.FinishReason.Should().Be(ChatFinishReason.Stop);
        completion.Usage.TotalTokenCount.Should().Be((int)Server.Ledger.TotalTokens);
        completion.Usage.InputTokenCount.Should().Be((int)Server.Ledger[0].Tokens.Prompt);
    }

    [Test]
    public async Task Streaming_works_and_its_usage_is_the_ledgers()
    {
        var text = "";
        ChatTokenUsage? usage = null;
        await foreach (var update in CreateClient().CompleteChatStreamingAsync("Объясни, что такое дробь"))
        {
            text += string.Concat(update.ContentUpdate.Select(static part => part.Text));
            usage = update.Usage ?? usage;
        }

        text.Should().NotBeEmpty();
        usage!.TotalTokenCount.Should().Be((int)Server.Ledger.TotalTokens);
        Server.Ledger[0].IsStream.Should().BeTrue();
    }

    private ChatClient CreateClient() =>
        new("GigaChat-2", new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = Server.V1BaseAddress });
}
