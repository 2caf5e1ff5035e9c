namespace GigaChat.Usage.Tests.Capture;

/// <summary>The result file of a batch holds the usage of its tasks, one line each; other files hold none.</summary>
[TestFixture]
internal sealed class BatchResultTests
{
    private const string Lines = """
        {"id":"task-1","result":{"choices":[{"message":{"content":"Да","role":"assistant"},"index":0,"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":17,"completion_tokens":2,"total_tokens":19,"precached_prompt_tokens":0}}}
        {"id":"task-2","error":{"status":422,"message":"Invalid params"}}
        {"id":"task-3","result":{"choices":[{"message":{"content":"Нет","role":"assistant"},"index":0,"finish_reason":"blacklist"}],"model":"GigaChat-2-Pro:2.0.28.2","usage":{"prompt_tokens":20,"completion_tokens":3,"total_tokens":23}}}
        """;

    private static CapturedExchange Result(string fileId, string lines = Lines) =>
        new($"/api/v1/files/{fileId}/content", "", lines)
        {
            Method = HttpMethod.Get,
            ContentType = "application/octet-stream",
        };

    [Test]
    public void Each_task_that_was_answered_is_a_record_at_the_price_of_a_batch()
    {
        var records = Result("1b9d").Records(5, 300, 301);

        records
            .Select(record =>
                (record.Model, record.TotalTokens, record.Outcome, record.ResponseLength, record.IsBatch, record.Source)
            )
            .Should()
            .Equal(
                ("GigaChat-2", 19, UsageOutcome.Completed, 2, true, UsageSource.Reported),
                ("GigaChat-2-Pro", 23, UsageOutcome.Blocked, 3, true, UsageSource.Reported)
            );
    }

    [Test]
    public void Each_task_of_an_embedder_is_an_embedding_without_a_completion()
    {
        const string lines = """
            {"id":"1","result":{"object":"list","data":[{"object":"embedding","embedding":[0.1],"usage":{"prompt_tokens":7}},{"usage":{"prompt_tokens":6}}],"model":"Embeddings"}}
            {"custom_id":"2","response":{"status_code":200,"body":{"object":"list","data":[{"embedding":[0.1]}],"model":"Embeddings","usage":{"prompt_tokens":5,"total_tokens":5}}}}
            """;

        Result("1b9d", lines)
            .Records(9, 90)
            .Select(record =>
                (
                    record.Model,
                    record.Operation,
                    record.PromptTokens,
                    record.CompletionTokens,
                    record.TotalTokens,
                    record.IsBatch
                )
            )
            .Should()
            .Equal(
                ("Embeddings", UsageOperation.Embedding, 13, 0, 13, true),
                ("Embeddings", UsageOperation.Embedding, 5, 0, 5, true)
            );
    }

    [Test]
    public void Each_task_of_a_batch_of_OpenAIs_form_is_a_record()
    {
        const string lines = """
            {"id":"batch_req_1","custom_id":"task-1","response":{"status_code":200,"request_id":"r","body":{"object":"chat.completion","choices":[{"message":{"content":"Да","role":"assistant"},"finish_reason":"stop"}],"model":"GigaChat-2:2.0.28.2","usage":{"prompt_tokens":17,"completion_tokens":2,"total_tokens":19}}},"error":null}
            {"id":"batch_req_2","custom_id":"task-2","response":{"status_code":400,"body":{"error":{"message":"no"}}},"error":null}
            {"id":"batch_req_3","custom_id":"task-3","response":{"status_code":200,"body":{"object":"response","status":"completed","output":[{"type":"message","content":[{"text":"Нет"}]}],"model":"GigaChat-2","usage":{"input_tokens":20,"output_tokens":3,"total_tokens":23}}},"error":null}
            """;

        Result("1b9d", lines)
            .Records(5, 300, 301)
            .Select(record =>
                (
                    record.RequestId,
                    record.Operation,
                    record.PromptTokens,
                    record.CompletionTokens,
                    record.TotalTokens,
                    record.ResponseLength
                )
            )
            .Should()
            .Equal(
                ("task-1", UsageOperation.TextGeneration, 17, 2, 19, 2),
                ("task-3", UsageOperation.TextGeneration, 20, 3, 23, 3)
            );
    }

    [TestCase("""{"usage":{"total_tokens":5},"model":"GigaChat-2"}""")]
    [TestCase("""{"message":"a log of one's own","tokens":7}""")]
    public void Lines_that_are_no_tasks_are_not_recorded(string lines) =>
        Result("1b9d", lines).Records().Should().BeEmpty();

    [Test]
    public void Reading_the_file_again_gives_the_same_ids_and_another_file_gives_others()
    {
        var ids = Result("1b9d").Records().Select(record => record.Id).ToList();

        ids.Should().OnlyHaveUniqueItems();
        Result("1b9d").Records(17).Select(record => record.Id).Should().Equal(ids);
        Result("77aa").Records().Select(record => record.Id).Should().NotIntersectWith(ids);
    }

    /// <summary>The store keeps the first record of an id. So a file that breaks off may leave no record that its whole
    /// reading would give otherwise.</summary>
    [Test, Property("Lesson", "L6")]
    public void A_file_that_breaks_off_anywhere_leaves_no_record_that_is_less_than_the_whole_one_L6()
    {
        var bytes = Result("1b9d").AnswerBytes;
        var whole = Result("1b9d").Records().Select(Figures).ToList();

        for (var length = 0; length < bytes.Length; length++)
        {
            var broken = (Result("1b9d") with { AnswerBytes = bytes[..length] }).Records();
            broken.Select(Figures).Should().BeSubsetOf(whole, because: $"{length} bytes came");
        }

        static (Guid, string?, long, long?, long?, UsageOutcome, UsageSource, int) Figures(UsageRecord record) =>
            (
                record.Id,
                record.Model,
                record.TotalTokens,
                record.PromptTokens,
                record.CompletionTokens,
                record.Outcome,
                record.Source,
                record.ResponseLength
            );
    }

    [TestCase("\u00FF\u00D8\u00FF picture")]
    [TestCase("""{"status":404,"message":"No such file"}""")]
    [TestCase("")]
    [TestCase("""{"a":1} {"b":[]}""")]
    public void Another_file_is_not_recorded(string content) => Result("1b9d", content).Records().Should().BeEmpty();
}
