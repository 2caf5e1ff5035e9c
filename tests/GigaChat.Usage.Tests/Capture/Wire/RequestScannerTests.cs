using System.Text;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture.Wire;

/// <summary>What a request says of itself.</summary>
[TestFixture]
internal sealed class RequestScannerTests
{
    private const string Message = """{"role":"user","content":"Да"}""";

    private static RequestScanner Scanner() => new(TestCapture.To(new RecordList()));

    /// <summary>Reads a request in one piece, and byte by byte, which must be the same.</summary>
    private static RequestScanner Read(string request)
    {
        var (whole, inBytes) = (Scanner(), Scanner());
        var utf8 = Encoding.UTF8.GetBytes(request);
        whole.Observe(utf8);
        foreach (var b in utf8)
            inBytes.Observe([b]);
        Said(inBytes).Should().Be(Said(whole));
        return whole;
    }

    private static (string?, bool, bool, long?, int, int, int) Said(RequestScanner request) =>
        (request.Model, request.IsStream, request.AsksForImage, request.MaxTokens, request.Parts, request.Text.Characters, request.SideText.Characters);

    [TestCase("""{"stream":true}""", true)]
    [TestCase("""{"stream":false}""", false)]
    [TestCase("""{"stream":null}""", false)]
    [TestCase("""{"update_interval":true}""", false)]
    [TestCase("""{"stream_options":{"stream":true}}""", false)]
    public void Whether_it_wants_a_stream(string request, bool isStream) => Read(request).IsStream.Should().Be(isStream);

    [TestCase("""{"max_tokens":100}""", 100)]
    [TestCase("""{"max_completion_tokens":100}""", 100)]
    [TestCase("""{"model_options":{"max_tokens":1}}""", 1)]
    [TestCase("""{"max_tokens":0}""", null)]
    [TestCase("""{"max_tokens":-5}""", null)]
    [TestCase("""{"max_tokens":1.5}""", null)]
    [TestCase("""{"max_tokens":"100"}""", null)]
    [TestCase("""{"n":100}""", null)]
    public void How_long_the_answer_may_be(string request, long? most) => Read(request).MaxTokens.Should().Be(most);

    [Test]
    public void A_length_beyond_what_a_record_holds_is_none()
    {
        Read($$"""{"max_tokens":{{UsageRecordLimits.Tokens}}}""").MaxTokens.Should().Be(UsageRecordLimits.Tokens);
        Read($$"""{"max_tokens":{{UsageRecordLimits.Tokens + 1}}}""").MaxTokens.Should().BeNull();
    }

    [TestCase("""{"function_call":{"name":"text2image"}}""", true)]
    [TestCase("""{"tools":[{"web_search":{}},{"image_generate":{}}]}""", true)]
    [TestCase("""{"function_call":{"name":"weather"}}""", false)]
    [TestCase("""{"function_call":"auto"}""", false)]
    [TestCase("""{"model":"text2image"}""", false)]
    [TestCase("""{"tools":[{"web_search":{}}],"messages":[{"content":"text2image"}]}""", false)]
    public void Whether_it_asks_for_a_picture(string request, bool asks) => Read(request).AsksForImage.Should().Be(asks);

    [Test]
    public void Messages_are_parts_and_their_texts_are_counted()
    {
        var chat = Read($$"""{"messages":[{{Message}},{"role":"user","content":[{"text":"Нет"},{"files":[{"id":"1"}]}]}],"model":"GigaChat-2"}""");

        (chat.Parts, chat.Text.Characters, chat.SideText.Characters).Should().Be((2, 5, 0));
        chat.Model.Should().Be("GigaChat-2");
    }

    [Test]
    public void Inputs_of_embeddings_are_texts()
    {
        Read("""{"input":["Первый","2"]}""").Text.Characters.Should().Be(7);
        Read("""{"input":"Первый"}""").Text.Characters.Should().Be(6);
    }

    [Test]
    public void Schemas_and_arguments_of_functions_are_counted_apart()
    {
        var request = Read("""{"functions":[{"name":"weather","parameters":{"type":"object"}}],"messages":[{"content":"","function_call":{"name":"f\n","arguments":{"a":"b"}}}]}""");

        request.SideText.Characters.Should().Be("weather".Length + "object".Length + "f\n".Length + "b".Length);
        request.Text.Characters.Should().Be(0);
    }

    [Test]
    public void A_body_that_is_sent_again_is_read_from_its_beginning()
    {
        var request = Scanner();
        request.Observe(Encoding.UTF8.GetBytes($$$"""{"stream":true,"model":"a","max_tokens":5,"functions":["f"],"tools":[{"image_generate":{}}],"messages":[{{{Message}}}"""));
        request.Reset();
        Said(request).Should().Be((null, false, false, null, 0, 0, 0));

        request.Observe(Encoding.UTF8.GetBytes($$"""{"messages":[{{Message}}]}"""));
        Said(request).Should().Be((null, false, false, null, 1, 2, 0));
    }
}
