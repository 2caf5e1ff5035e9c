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
    private static RequestScanner Read(string request, WireContract? contract = null)
    {
        var (whole, inBytes) = (Scanner(), Scanner());
        whole.Reset(contract ?? ChatContract.Instance);
        inBytes.Reset(contract ?? ChatContract.Instance);
        var utf8 = Encoding.UTF8.GetBytes(request);
        whole.Observe(utf8);
        foreach (var b in utf8)
            inBytes.Observe([b]);
        Said(inBytes).Should().Be(Said(whole));
        return whole;
    }

    private static (string?, bool, MadeFile, long?, int, int, int) Said(RequestScanner request) =>
        (
            request.Model,
            request.IsStream,
            request.AsksFor,
            request.MaxTokens,
            request.Parts,
            request.Text.Characters,
            request.SideText.Characters
        );

    [TestCase("""{"stream":true}""", true)]
    [TestCase("""{"stream":false}""", false)]
    [TestCase("""{"stream":null}""", false)]
    [TestCase("""{"update_interval":true}""", false)]
    [TestCase("""{"stream_options":{"stream":true}}""", false)]
    public void Whether_it_wants_a_stream(string request, bool isStream) =>
        Read(request).IsStream.Should().Be(isStream);

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

    [TestCase("""{"function_call":{"name":"text2image"}}""", MadeFile.Image)]
    [TestCase("""{"tools":[{"web_search":{}},{"image_generate":{}}]}""", MadeFile.Image)]
    [TestCase("""{"tools":[{"model_3d_generate":{}}]}""", MadeFile.Model3D)]
    [TestCase("""{"tools":[{"image_generate":{}},{"model_3d_generate":{}}]}""", MadeFile.Image)]
    [TestCase("""{"function_call":{"name":"weather"}}""", MadeFile.None)]
    [TestCase("""{"function_call":"auto"}""", MadeFile.None)]
    [TestCase("""{"model":"text2image"}""", MadeFile.None)]
    [TestCase("""{"tools":[{"web_search":{}}],"messages":[{"content":"text2image"}]}""", MadeFile.None)]
    public void Which_file_it_asks_for(string request, MadeFile file) => Read(request).AsksFor.Should().Be(file);

    [Test]
    public void Messages_are_parts_and_their_texts_are_counted()
    {
        var chat = Read(
            $$"""{"messages":[{{Message}},{"role":"user","content":[{"text":"Нет"},{"files":[{"id":"1"}]}]}],"model":"GigaChat-2"}"""
        );

        (chat.Parts, chat.Text.Characters, chat.SideText.Characters).Should().Be((2, 5, 0));
        chat.Model.Should().Be("GigaChat-2");
    }

    [Test]
    public void Inputs_of_embeddings_are_texts()
    {
        Read("""{"input":["Первый","2"]}""", EmbeddingsContract.Instance).Text.Characters.Should().Be(7);
        Read("""{"input":"Первый"}""", EmbeddingsContract.Instance).Text.Characters.Should().Be(6);
    }

    [Test]
    public void Schemas_and_arguments_of_functions_are_counted_apart()
    {
        var request = Read(
            """{"functions":[{"name":"weather","parameters":{"type":"object"}}],"messages":[{"content":"","function_call":{"name":"f\n","arguments":{"a":"b"}}}]}"""
        );

        request
            .SideText.Characters.Should()
            .Be(
                """{"name": "weather", "parameters": {"type": "object"}}""".Length
                    + "f\n".Length
                    + """{"a": "b"}""".Length,
                "a model reads names and punctuation too"
            );
        request.Text.Characters.Should().Be(0);
    }

    [Test]
    public void A_body_that_is_sent_again_is_read_from_its_beginning()
    {
        var request = Scanner();
        request.Observe(
            Encoding.UTF8.GetBytes(
                $$$"""{"stream":true,"model":"a","max_tokens":5,"functions":["f"],"tools":[{"image_generate":{}}],"messages":[{{{Message}}}"""
            )
        );
        request.Reset(ChatContract.Instance);
        Said(request).Should().Be(((string?)null, false, MadeFile.None, (long?)null, 0, 0, 0));

        request.Observe(Encoding.UTF8.GetBytes($$"""{"messages":[{{Message}}]}"""));
        Said(request).Should().Be(((string?)null, false, MadeFile.None, (long?)null, 1, 2, 0));
    }

    [TestCase(
        "responses",
        """{"model":"m","stream":true,"max_output_tokens":7,"instructions":"Да","input":"Нет"}""",
        0,
        5,
        0
    )]
    [TestCase(
        "responses",
        """{"model":"m","stream":true,"max_output_tokens":7,"input":[{"role":"user","content":"Да"},{"role":"user","content":[{"type":"input_text","text":"Нет"}]}]}""",
        2,
        5,
        0
    )]
    [TestCase(
        "responses",
        """{"model":"m","stream":true,"max_output_tokens":7,"input":[{"type":"function_call","name":"f","arguments":"{}"},{"type":"function_call_output","output":"да"}]}""",
        2,
        0,
        5
    )]
    [TestCase(
        "responses",
        """{"model":"m","stream":true,"max_output_tokens":7,"tools":[{"name":"f"}],"input":[]}""",
        0,
        0,
        13
    )]
    [TestCase(
        "messages",
        """{"model":"m","stream":true,"max_tokens":7,"system":"Да","messages":[{"role":"user","content":"Нет"}]}""",
        1,
        5,
        0
    )]
    [TestCase(
        "messages",
        """{"model":"m","stream":true,"max_tokens":7,"system":[{"type":"text","text":"Да"}],"messages":[{"content":[{"type":"text","text":"Нет"}]}]}""",
        1,
        5,
        0
    )]
    [TestCase(
        "messages",
        """{"model":"m","stream":true,"max_tokens":7,"messages":[{"content":[{"type":"tool_use","name":"f","input":{"a":"б"}},{"type":"tool_result","content":"да"},{"type":"tool_result","content":[{"text":"да"}]}]}]}""",
        1,
        0,
        15
    )]
    [TestCase(
        "messages",
        """{"model":"m","stream":true,"max_tokens":7,"messages":[{"content":[{"type":"image","source":{"data":"AAAA"}}]}]}""",
        1,
        0,
        0
    )]
    [TestCase(
        "completions",
        """{"model":"m","stream":true,"max_tokens":7,"prompt":["Да","Нет"],"suffix":"!"}""",
        0,
        6,
        0
    )]
    [TestCase("completions", """{"model":"m","stream":true,"max_tokens":7,"prompt":[1,2,3]}""", 0, 0, 0)]
    public void Requests_of_gateways_are_read_in_their_own_shape(
        string endpoint,
        string request,
        int parts,
        int text,
        int sideText
    )
    {
        var contract = endpoint switch
        {
            "responses" => ResponsesContract.Instance,
            "messages" => MessagesContract.Instance,
            _ => CompletionsContract.Instance,
        };

        Said(Read(request, contract)).Should().Be(("m", true, MadeFile.None, (long?)7, parts, text, sideText));
    }

    [TestCase(
        """{"contents":[{"role":"user","parts":[{"text":"Да"},{"text":"Нет"}]}],"generationConfig":{"maxOutputTokens":7}}""",
        1,
        5,
        0
    )]
    [TestCase(
        """{"contents":{"parts":{"text":"Да"}},"system_instruction":{"parts":{"text":"Нет"}},"generation_config":{"max_output_tokens":7}}""",
        0,
        5,
        0
    )]
    [TestCase(
        """{"contents":[{"parts":[{"functionCall":{"name":"f","args":{"a":"б"}}},{"functionResponse":{"name":"f"}}]}],"tools":[{"functionDeclarations":[{"name":"f"}]}],"generationConfig":{"maxOutputTokens":7}}""",
        1,
        0,
        85
    )]
    public void A_request_to_generate_content_is_read(string request, int parts, int text, int sideText) =>
        Said(Read(request, GenerateContentContract.Instance))
            .Should()
            .Be(((string?)null, false, MadeFile.None, (long?)7, parts, text, sideText));

    [TestCase("https://g.example/v1beta/models/GigaChat-2-Max:generateContent?alt=sse", "GigaChat-2-Max")]
    [TestCase(
        "https://g.example/v1beta/models/GigaChat-2-Max:2.0.28.2:streamGenerateContent",
        "GigaChat-2-Max:2.0.28.2"
    )]
    [TestCase("https://g.example/v1beta/models/gigachat%2FGigaChat-2:generateContent/", "gigachat/GigaChat-2")]
    [TestCase("https://g.example/v1beta/models/:generateContent", null)]
    [TestCase("https://g.example/v1beta/models/no%20name:generateContent", null)]
    public void The_model_of_generated_content_is_named_by_the_address(string address, string? model) =>
        GenerateContentContract.ModelIn(new Uri(address)).Should().Be(model);
}
