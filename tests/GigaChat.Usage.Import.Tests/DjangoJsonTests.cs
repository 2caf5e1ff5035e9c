using System.Text;

namespace GigaChat.Usage.Import.Tests;

/// <summary>What Django's dumpdata writes becomes the same records as the table in CSV.</summary>
internal sealed class DjangoJsonTests
{
    private const string Usage = """
        {"model": "generator.gigachattokenusage", "pk": 7, "fields": {"generation": 31, "user": 42, "token": "0f8fad5b-d9cb-469f-a165-70867728950e",
         "operation_type": "TEXT_GENERATION", "estimated_prompt_tokens": 100, "estimated_completion_tokens": 220, "estimated_total_tokens": 320,
         "prompt_length": 250, "response_length": 550, "created_at": "2026-01-31T09:30:00.123Z", "topic": "Кванты \"и\"\nволны", "platform": "web", "is_hidden": false}}
        """;

    private const string Token =
        """{"model": "generator.accesstoken", "pk": "0f8fad5b-d9cb-469f-a165-70867728950e", "fields": {"token": "abcdefgh-ijklmnop", "token_type": "DEMO"}}""";
    private const string User =
        """{"model": "auth.user", "pk": 42, "fields": {"username": "Анна", "password": "!", "groups": []}}""";
    private const string Group = """{"model": "auth.group", "pk": 1, "fields": {"name": "all"}}""";

    private const string Csv = """
        id,generation_id,user_id,user__username,token_id,token__token,token__token_type,operation_type,estimated_prompt_tokens,estimated_completion_tokens,estimated_total_tokens,prompt_length,response_length,created_at,topic,platform
        7,31,42,Анна,0f8fad5bd9cb469fa16570867728950e,abcdefgh-ijklmnop,DEMO,TEXT_GENERATION,100,220,320,250,550,2026-01-31 09:30:00.123+00,"Кванты ""и""
        волны",web
        """;

    [Test]
    public async Task Objects_in_any_order_and_form_are_the_rows_of_the_table(
        [Values("array", "lines", "indented", "marked")] string form,
        [Values] bool isUsageFirst
    )
    {
        string[] objects = isUsageFirst ? [Usage, Group, User, Token] : [Group, Token, User, Usage];
        var json = form switch
        {
            "lines" => string.Join('\n', objects.Select(static it => it.ReplaceLineEndings(""))),
            "indented" => "[\n  " + string.Join(",\n  ", objects) + "\n]\n",
            _ => $"[{string.Join(", ", objects)}]",
        };
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, json, new UTF8Encoding(form == "marked"));

        var records = await Import(store => DjangoUsageImport.ImportFileAsync(file, store));
        File.Delete(file);

        records
            .Should()
            .Equal(
                await Import(store =>
                    DjangoUsageImport.ImportAsync(new StringReader(Csv.ReplaceLineEndings("\n")), store)
                )
            );
        records.Single().UserName.Should().Be("Анна");
    }

    [Test]
    public async Task Json_from_a_reader_and_without_users_and_tokens_keeps_their_keys()
    {
        var record = (
            await Import(store => DjangoUsageImport.ImportAsync(new StringReader($"[{Usage}]"), store))
        ).Single();

        record
            .Should()
            .BeEquivalentTo(
                new
                {
                    UserId = "42",
                    UserName = (string?)null,
                    AccessToken = "0f8fad5b-d9cb-469f-a165-70867728950e",
                    AccessTokenType = (string?)null,
                }
            );
    }

    [Test]
    public async Task What_is_null_is_unknown()
    {
        var json =
            """[{"model": "g.u", "pk": 1, "fields": {"user": null, "token": null, "generation": null, "operation_type": "IMAGE_PROMPT", "estimated_total_tokens": 5, "created_at": "2026-01-31T09:30:00Z", "topic": ""}}]""";

        var record = (await Import(store => DjangoUsageImport.ImportAsync(new StringReader(json), store))).Single();

        (record.GenerationId, record.UserId, record.AccessToken, record.Topic, record.PromptTokens)
            .Should()
            .Be((null, null, null, null, null));
    }

    [TestCase(
        """[{"model": "auth.user", "pk": 1, "fields": {"username": "anna"}}]""",
        "The file has no object with a field operation_type*"
    )]
    [TestCase("[]", "The file has no object with a field operation_type*")]
    [TestCase("[1, 2]", "The file has no object with a field operation_type*")]
    [TestCase("[{\"pk\": 1", "The JSON is not valid at object 1 or before it, on line 1*")]
    [TestCase(
        """[{"model": "g.u", "fields": {"operation_type": "TEXT_GENERATION"}}]""",
        "Object 1 has no pk; export without --natural-primary."
    )]
    [TestCase(
        """[{"pk": 1, "fields": {"operation_type": "TEXT_GENERATION", "user": ["anna"], "estimated_total_tokens": 5, "created_at": "2026-01-31T09:30:00Z"}}]""",
        "Object 1 (pk 1), user: is a natural key; export without --natural-foreign."
    )]
    [TestCase(
        """[{"pk": 1, "fields": {"operation_type": "TEXT_GENERATION", "estimated_total_tokens": 1.5, "created_at": "2026-01-31T09:30:00Z"}}]""",
        "Object 1 (pk 1), estimated_total_tokens: \"1.5\" is not a whole number*"
    )]
    [TestCase(
        """[{"pk": 1, "fields": {"operation_type": "TEXT_GENERATION", "user": 1.0, "estimated_total_tokens": 1, "created_at": "2026-01-31T09:30:00Z"}}]""",
        "Object 1 (pk 1), user: \"1.0\" is not an id.*"
    )]
    [TestCase(
        """[{"pk": 1, "fields": {"operation_type": "TEXT_GENERATION", "created_at": "2026-01-31T09:30:00Z"}}]""",
        "Object 1 (pk 1), total_tokens: is empty."
    )]
    public async Task Wrong_json_is_an_error_that_names_the_object(string json, string problem)
    {
        var import = () => DjangoUsageImport.ImportAsync(new StringReader(json), new InMemoryUsageStore());

        (await import.Should().ThrowAsync<UsageImportException>())
            .Which.Problems.Should()
            .ContainSingle()
            .Which.Should()
            .Match(problem);
    }

    [Test]
    public async Task Xml_is_refused_in_its_own_words()
    {
        var import = () =>
            DjangoUsageImport.ImportAsync(
                new StringReader("<?xml version=\"1.0\"?><django-objects/>"),
                new InMemoryUsageStore()
            );

        await import.Should().ThrowAsync<UsageImportException>().WithMessage("*XML*CSV*JSON*");
    }

    private static async Task<IReadOnlyList<UsageRecord>> Import(Func<InMemoryUsageStore, Task> import)
    {
        var store = new InMemoryUsageStore();
        await import(store);
        return (await store.ListAsync(UsageFilter.All, new UsagePage())).Items;
    }
}
