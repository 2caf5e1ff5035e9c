// Over 300 lines: the cases of one reader, most of them a line.
using System.Text;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture.Wire;

/// <summary>What is told of an answer besides its record: its format, whether it is whole, whether it could be
/// read.</summary>
[TestFixture]
internal sealed class AnswerReaderTests
{
    private const string Usage = """{"usage":{"total_tokens":5}}""";
    private const string FinalEvent = "event: response.message.done\n";

    private static IReadOnlyList<WireFixture> Fixtures => WireFixtures.All;

    private static BodyReader Reader(WireContract? contract = null)
    {
        var body = new BodyReader();
        body.Reset(contract ?? ChatContract.Instance);
        return body;
    }

    /// <summary>Reads an answer in one piece, and byte by byte, which must be the same; without telling that it has
    /// ended.</summary>
    private static BodyReader Read(string answer, WireContract? contract = null)
    {
        var (whole, inBytes) = (Reader(contract), Reader(contract));
        var utf8 = Encoding.UTF8.GetBytes(answer);
        whole.Read(utf8);
        foreach (var b in utf8)
            inBytes.Read([b]);
        Told(inBytes).Should().Be(Told(whole));
        return whole;
    }

    private static (
        BodyFormat,
        bool,
        bool,
        int,
        int,
        long?,
        string?,
        string?,
        long?,
        MadeFile,
        string?,
        bool,
        bool,
        MadeFile,
        bool
    ) Told(BodyReader body) =>
        (
            body.Format,
            body.IsComplete,
            body.IsMalformed,
            body.Answer.Text.Characters,
            body.Answer.SideText.Characters,
            body.Answer.Usage?.Total,
            body.Answer.Model,
            body.Answer.FinishReason,
            body.Answer.ErrorStatus,
            body.Answer.Made,
            body.Answer.UnknownUsageField,
            body.Answer.IsUsageImplausible,
            body.Answer.IsError,
            body.Answer.Began,
            body.HasText
        );

    [TestCase("", BodyFormat.Unknown)]
    [TestCase(" \t\r\n", BodyFormat.Unknown)]
    [TestCase("{", BodyFormat.Json)]
    [TestCase(" {", BodyFormat.Json)]
    [TestCase("\t{", BodyFormat.Json)]
    [TestCase("\r{", BodyFormat.Json)]
    [TestCase("\n{", BodyFormat.Json)]
    [TestCase("\uFEFF{", BodyFormat.Json)]
    [TestCase("data: x", BodyFormat.ServerSentEvents)]
    [TestCase("event: x", BodyFormat.ServerSentEvents)]
    [TestCase("id: 1", BodyFormat.ServerSentEvents)]
    [TestCase("retry: 1", BodyFormat.ServerSentEvents)]
    [TestCase(": hello", BodyFormat.ServerSentEvents)]
    [TestCase("\uFEFFdata: x", BodyFormat.ServerSentEvents)]
    [TestCase("<html>", BodyFormat.Unreadable)]
    [TestCase("[1]", BodyFormat.Unreadable)]
    [TestCase("{\uFEFF", BodyFormat.Json)]
    [TestCase(" \uFEFF{", BodyFormat.Unreadable)]
    public void The_first_byte_tells_the_format(string answer, BodyFormat format)
    {
        var body = Read(answer);

        body.Format.Should().Be(format);
        body.IsMalformed.Should().Be(format == BodyFormat.Unreadable || answer.EndsWith('\uFEFF'));
    }

    [TestCase("""{"a":1}""", true)]
    [TestCase("""{"a":1""", false)]
    [TestCase("data: [DONE]", true)]
    [TestCase("data:[DONE]\n\n", true)]
    [TestCase("data: [DONE", false)]
    [TestCase("data: [1]\n\n", false)]
    [TestCase("data: [D]\n\n", false)]
    [TestCase("id: [DONE]\n\n", false)]
    [TestCase($"{FinalEvent}data: {Usage}\n\n", true)]
    [TestCase($"event:response.message.done\r\ndata: {Usage}\r\n\r\n", true)]
    [TestCase($"data: {Usage}\n{FinalEvent}\n", true, Description = "the fields of an event come in any order")]
    [TestCase($"{FinalEvent}data: {Usage}\n", false, Description = "the event has not ended")]
    [TestCase($"{FinalEvent}data: {{\"finish_reason\":\"error\"}}\n\n", true)]
    [TestCase($"{FinalEvent}data: {{\"finish_reason\":\"stop\"}}\n\n", false, Description = "a usage is still to come")]
    [TestCase($"{FinalEvent}\ndata: {Usage}\n\n", false, Description = "an event without data is none")]
    [TestCase($"event: response.message.delta\ndata: {Usage}\n\n", false)]
    [TestCase($"event: response.message.don\ndata: {Usage}\n\n", false)]
    [TestCase($"event: response.message.done2\ndata: {Usage}\n\n", false)]
    [TestCase($"event: xresponse.message.done\ndata: {Usage}\n\n", false)]
    [TestCase($"event: response. message.done\ndata: {Usage}\n\n", false)]
    [TestCase($"{FinalEvent}event: other\ndata: {Usage}\n\n", false, Description = "the last name of an event counts")]
    [TestCase($"{FinalEvent}event: \ndata: {Usage}\n\n", false)]
    [TestCase($"id: response.message.done\ndata: {Usage}\n\n", false)]
    [TestCase($"data: {Usage}\n\n", false, Description = "v1 ends with its mark")]
    public void An_answer_is_whole_when_nothing_more_can_belong_to_it(string answer, bool isComplete) =>
        Read(answer).IsComplete.Should().Be(isComplete);

    [Test]
    public void An_event_that_the_end_of_the_body_ends_counts()
    {
        var body = Read($"{FinalEvent}data: {Usage}");
        body.IsComplete.Should().BeFalse();

        body.End();

        (body.IsComplete, body.IsMalformed).Should().Be((true, false));
    }

    [Test]
    public void A_body_of_lines_is_never_whole_and_tells_of_each()
    {
        var lines = new List<long?>();
        var body = new BodyReader();
        body.Reset(BatchContract.Instance, documentEnded: () => lines.Add(body.Answer.Usage?.Total));

        body.Read(
            Encoding.UTF8.GetBytes(
                $$"""{"result":{{Usage}}}""" + "\n" + """{"response":{"body":{"usage":{"total_tokens":7}}}}"""
            )
        );

        lines.Should().Equal(5, 7);
        body.IsComplete.Should().BeFalse();
    }

    [TestCase("""{"a":}""")]
    [TestCase("data: {\"a\":}\n\n")]
    [TestCase("data: {\"a\"\n\n")]
    [TestCase("data: {\"a\"\r\n\r\n")]
    [TestCase("data: a\n\n")]
    [TestCase("data: [DO]\n\n")]
    [TestCase("data: {\"choices\":\r\ndata: ]}\r\n\r\n")]
    [TestCase("data: [\n\n")]
    public void What_cannot_be_read_is_told_and_stays_so_whatever_follows(string start)
    {
        foreach (
            var rest in new[]
            {
                "",
                "\n",
                "\n\n",
                "data: {}\n\n",
                "data: {}\r\n\r\ndata: {}\r\n\r\n",
                "data: {}\r\n\r\ndata: [DONE]",
            }
        )
        {
            var body = Read(start + rest);
            body.IsMalformed.Should().BeTrue(rest);
            body.End();
            body.IsMalformed.Should().BeTrue(rest);
        }
    }

    [TestCase("")]
    [TestCase(": data: {\n\n")]
    [TestCase(":data: {\n\n")]
    [TestCase("data\n\n")]
    [TestCase("data:\n\n")]
    [TestCase("data: {}\n\n\n\n\n")]
    [TestCase("data: {}\r\n\n")]
    [TestCase("data: {}\r\r")]
    [TestCase("data: []\n\n")]
    [TestCase("data: [\ndata: ]\n\n")]
    [TestCase("data:  \ndata: {}\n\n")]
    [TestCase("data: {\ndata: }\n\n")]
    [TestCase("retry-of-a-long-name: {\n\n")]
    [TestCase("id: 1\nretry: 5\nevent: x\ndata: {}\n\n")]
    [TestCase("data: {}")]
    public void What_an_event_stream_may_hold_is_no_fault(string answer)
    {
        foreach (var rest in new[] { "", "\n\ndata: {}\n\n", "\n\ndata: {}\r\n\r\ndata: [DONE]\n\n" })
        {
            var body = Read(answer + rest);
            body.End();
            body.IsMalformed.Should().BeFalse(rest);
        }
    }

    [TestCaseSource(nameof(Fixtures))]
    public void No_shape_of_the_contract_is_a_fault(WireFixture fixture)
    {
        if (fixture.Exchange.Status != System.Net.HttpStatusCode.OK || fixture.FinishReason == "unreadable")
            return;
        var body = Read(fixture.Exchange.Answer, fixture.Exchange.Contract);
        body.End();

        (body.IsMalformed, body.Answer.UnknownUsageField).Should().Be((false, null));
    }

    [Test]
    public void What_ends_inside_an_event_is_a_fault_once_the_body_has_ended()
    {
        var body = Read("data: {\"choices\":[{\"delta\":{\"content\":\"да");
        body.IsMalformed.Should().BeFalse("more may come");

        body.End();

        body.IsMalformed.Should().BeTrue();
    }

    [TestCase(":data: {0}\n\n")]
    [TestCase(": data: {0}\n\n")]
    [TestCase("x: data: {0}\n\n")]
    [TestCase("id:data: {0}\n\n")]
    [TestCase("event: data: {0}\n\n")]
    [TestCase(" data: {0}\n\n")]
    public void Only_the_field_data_is_read(string answer)
    {
        var stream = "data: {}\n\n" + answer.Replace("{0}", Usage, StringComparison.Ordinal);
        Read(stream).Answer.Usage.Should().BeNull();

        // A line that is cut must not pass for the beginning of another.
        for (var cut = 0; cut < stream.Length; cut++)
        {
            var body = Reader();
            body.Read(Encoding.UTF8.GetBytes(stream[..cut]));
            body.Read(Encoding.UTF8.GetBytes(stream[cut..]));
            body.Answer.Usage.Should().BeNull($"cut at {cut}");
        }
    }

    [TestCase("data: {\"choices\":[{\"delta\":{\"content\":\"да\ndata: нет\"}}]}\n\n", 6)]
    [TestCase("data: {\"choices\":[{\"delta\":{\"content\":\"да\r\ndata: нет\"}}]}\r\n\r\n", 6)]
    [TestCase(
        "data: {\"choices\":[{\"delta\":{\"content\":\"да\"}}]}\r\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"нет\"}}]}\n\n",
        5
    )]
    public void Lines_of_data_are_joined_by_line_feeds(string answer, int characters) =>
        Read(answer).Answer.Text.Characters.Should().Be(characters);

    [Test]
    public void A_stream_of_events_with_much_around_their_texts_is_read()
    {
        var around = new string('x', 3000);
        var stream = string.Concat(
            Enumerable
                .Range(0, 3)
                .Select(_ => $$$"""data: {"padding":"{{{around}}}","choices":[{"delta":{"content":"да"}}]}""" + "\n\n")
        );

        var body = Read(stream);

        (body.Answer.Text.Characters, body.IsMalformed).Should().Be((6, false));
    }

    [Test]
    public void Equal_increments_count_each()
    {
        const string chunk = """data: {"choices":[{"delta":{"content":"да"}}],"usage":{"total_tokens":5}}""" + "\n\n";

        var body = Read(chunk + chunk + chunk, ThreadContract.Instance);

        (body.Answer.Usage!.Value.Total, body.Answer.Text.Characters).Should().Be((15, 6));
    }

    [Test]
    public void A_reader_is_used_again_as_if_new()
    {
        const string chunk = """data: {"model":"GigaChat-2","choices":[{"delta":{"content":"да"}}]}""" + "\n\n";
        var body = Reader();
        body.Read(
            Encoding.UTF8.GetBytes(
                chunk
                    + FinalEvent
                    + "data: {\"finish_reason\":\"error\",\"status\":500,\"usage\":{\"x\":-1,\"total_tokens\":-1}}\n\n"
                    + "data: {\n\ndata: [DONE]"
            )
        );
        body.Read("<"u8);

        body.Reset(ChatContract.Instance);
        Told(body).Should().Be(Told(Reader()));

        body.Read(Encoding.UTF8.GetBytes(chunk));
        Told(body).Should().Be(Told(Read(chunk)));
    }

    [Test]
    public void An_answer_broken_once_is_read_whole_by_the_next_use()
    {
        var body = Reader();
        body.Read("""{"a":]"""u8);

        body.Reset(ChatContract.Instance);
        body.Read(Encoding.UTF8.GetBytes(Usage));

        (body.IsComplete, body.IsMalformed, body.Answer.Usage?.Total).Should().Be((true, false, 5));
    }

    [TestCase("""{"model":"a","model":"b"}""", "b", Description = "the last one counts")]
    [TestCase("""{"model":"a","model":"not a name"}""", "a")]
    [TestCase("""{"model":"not a name","model":"b"}""", "b")]
    [TestCase("""{"model":""}""", null)]
    [TestCase("""{"model":5}""", null)]
    public void A_model_is_the_last_that_can_be_a_name(string answer, string? model) =>
        Read(answer).Answer.Model.Should().Be(model);

    [TestCase("""{"finish_reason":"stop","choices":[{"finish_reason":"length"}]}""", "length")]
    [TestCase("""{"finish_reason":"stop","choices":[{"finish_reason":"NOT ONE"}]}""", "stop")]
    [TestCase("""{"finish_reason":"Да"}""", null)]
    public void A_finish_reason_is_the_last_that_can_be_one(string answer, string? reason) =>
        Read(answer).Answer.FinishReason.Should().Be(reason);

    [Test]
    public void A_name_may_take_what_its_column_holds_and_no_more()
    {
        var longest = new string('m', UsageRecordLimits.Id);

        Read($$"""{"model":"{{longest}}"}""").Answer.Model.Should().Be(longest);
        Read($$"""{"model":"{{longest}}m"}""").Answer.Model.Should().BeNull();
        WireNames
            .Get("GigaChat-2"u8)
            .Should()
            .BeSameAs(WireNames.Get("GigaChat-2"u8), "a name that comes with every answer is made once");
    }

    [TestCase("""{"status":500}""", 500)]
    [TestCase("""{"total":500}""", null)]
    [TestCase("""{"usage":{"status":500}}""", null)]
    public void The_status_of_an_error_is_told(string answer, long? status) =>
        Read(answer).Answer.ErrorStatus.Should().Be(status);

    [TestCase("""{"usage":{"total_tokens":5}}""", 5)]
    [TestCase("""{"usage":{"total_tokens":5},"usage":{}}""", 5, Description = "an empty one takes nothing back")]
    [TestCase("""{"usage":{"total_tokens":5},"usage":{"total_tokens":7}}""", 7)]
    [TestCase(
        """{"usage":{"prompt_tokens":5,"total_tokens":6},"usage":{"completion_tokens":1}}""",
        1,
        Description = "nothing is left of the one before"
    )]
    [TestCase("""{"usage":{}}""", null)]
    [TestCase("""{"usage":{"total_tokens":-5}}""", null)]
    public void The_counts_are_the_last_ones(string answer, long? billed) =>
        Counts(Read(answer).Answer, answer, billed);

    [TestCase(
        """{"data":[{"usage":{"prompt_tokens":7}},{"usage":{"prompt_tokens":6}},{"usage":{}}],"choices":[{"message":{"content":["x"]}}]}""",
        13
    )]
    [TestCase("""{"usage":{"total_tokens":5},"data":[{"usage":{"prompt_tokens":7}}]}""", 5)]
    [TestCase("""{"data":[{"usage":{"prompt_tokens":-7}}]}""", null)]
    public void The_counts_of_embeddings_are_those_of_the_whole_or_the_sum_of_the_items(string answer, long? billed) =>
        Counts(Read(answer, EmbeddingsContract.Instance).Answer, answer, billed);

    private static void Counts(ResponseScanner scanner, string answer, long? billed)
    {
        scanner.Usage?.BilledTotal.Should().Be(billed);
        (scanner.Usage is null).Should().Be(billed is null);
        scanner.IsUsageImplausible.Should().Be(answer.Contains('-'));
    }

    [TestCase("""{"choices":[{"message":{"content":"Да\n"}}]}""", 3, 0)]
    [TestCase("""{"choices":[{"message":{"function_call":{"name":"f","arguments":"{\"a\":1}"}}}]}""", 0, 8)]
    [TestCase("""{"choices":[{"message":{"tool_calls":[{"function":{"name":"f"}}]}}]}""", 0, 1)]
    [TestCase("{}", 0, 0)]
    public void Texts_and_arguments_are_counted_apart(string answer, int text, int sideText)
    {
        var scanner = Read(answer).Answer;

        (scanner.Text.Characters, scanner.SideText.Characters, scanner.HasText)
            .Should()
            .Be((text, sideText, text + sideText > 0));
    }

    [TestCase("""{"choices":[{"message":{"content":"<img src=\"1\" fuse=\"true\"/>"}}]}""", true)]
    [TestCase("""{"choices":[{"message":{"content":"fuse=\"true\" and again fuse=\"false\""}}]}""", true)]
    [TestCase("""{"choices":[{"message":{"content":"ffuse=\"true\""}}]}""", true)]
    [TestCase("""{"choices":[{"message":{"content":"fufuse=\"true\""}}]}""", true)]
    [TestCase("""{"choices":[{"message":{"content":"use=\"true\""}}]}""", false)]
    [TestCase("""{"choices":[{"message":{"content":"x use=\"true\" fuse="}}]}""", false)]
    [TestCase("""{"choices":[{"message":{"content":"fuse=\"tru\""}}]}""", false)]
    [TestCase("""{"choices":[{"message":{"content":"\u0066use=\"true\""}}]}""", true)]
    [TestCase("""{"messages":[{"content":[{"files":[{"target":"image"},{"target":"image"}]}]}]}""", true)]
    [TestCase("""{"messages":[{"content":[{"files":[{"target":"image"},{"target":"audio"}]}]}]}""", true)]
    [TestCase("""{"messages":[{"content":[{"files":[{"target":"audio"}]}]}]}""", false)]
    [TestCase("""{"messages":[{"content":[{"files":[{"mime":"image"}]}]}]}""", false)]
    public void A_picture_is_told_from_talk_of_one(string answer, bool drew) =>
        (Read(answer).Answer.Made == MadeFile.Image).Should().Be(drew);

    [TestCase("""{"usage":{"total_tokens":1,"thought_tokens":2}}""", "thought_tokens")]
    [TestCase("""{"usage":{"input_tokens_details":{"prompt_tokens":1,"new":2}}}""", "new")]
    [TestCase("""{"usage":{"total tokens":1}}""", WireCanary.Unreadable)]
    [TestCase("""{"usage":{"prompt_tokens":1,"prompt_tokens_details":{"new":2},"system_tokens":0}}""", null)]
    [TestCase("""{"new":1,"choices":[{"new":2}]}""", null)]
    public void A_field_of_usage_that_nobody_knows_is_told(string answer, string? field) =>
        Read(answer).Answer.UnknownUsageField.Should().Be(field);

    [Test]
    public void Where_the_only_text_of_an_event_stands_is_known_when_it_is_one_run()
    {
        static Range? Of(string answer)
        {
            var scanner = new ResponseScanner();
            scanner.Reset(ChatContract.Instance);
            scanner.Read(Encoding.UTF8.GetBytes(answer));
            return scanner.OnlyText;
        }

        const string before = """{"choices":[{"delta":{"content":""" + "\"";

        Of(before + "text\"}}]}").Should().Be(before.Length..(before.Length + 4));
        Of(before + "te\\nxt\"}}]}").Should().BeNull();
        Of(before + "\"}}]}").Should().BeNull();
        Of(before + "text\"}}],\"usage\":{\"total_tokens\":1}}").Should().BeNull();
        Of("""{"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]}""").Should().BeNull();
        Of("""{"choices":[{"delta":{"content":"a","function_call":{"name":"f"}}}]}""").Should().BeNull();
        Of("""{"usage":{"total_tokens":1},"choices":[{"delta":{"content":"a"}}]}""").Should().BeNull();
    }
}
