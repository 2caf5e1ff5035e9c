// Over 300 lines: a case for each column of the export and for each way in which a line can be wrong.
using System.Buffers;
using System.Text;
using CsCheck;
using GigaChat.Usage.Attribution;

namespace GigaChat.Usage.Import.Tests;

/// <summary>The Django table, exported as CSV, becomes records; wrong files become errors that name line and
/// column.</summary>
[TestFixture]
internal sealed class DjangoUsageImportTests
{
    private const string Header =
        "id,generation_id,user_id,access_token_id,operation_type,prompt_tokens,completion_tokens,total_tokens,prompt_length,response_length,created_at,topic,platform";

    private static readonly SearchValues<char> InQuotes = SearchValues.Create("\",;\t\r\n");
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    [Test]
    public async Task A_row_becomes_a_record()
    {
        var record = await ImportOne(
            $"{Header}\n7,31,42,3,TEXT_GENERATION,100,220,320,250,550,2026-01-31 12:30:00.123456+03,Квантовая физика,telegram\n"
        );

        record
            .Should()
            .BeEquivalentTo(
                new UsageRecord
                {
                    Id = record.Id,
                    CreatedAt = new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero).AddMicroseconds(123_456),
                    Operation = UsageOperation.TextGeneration,
                    UserId = "42",
                    AccessToken = "3",
                    GenerationId = "31",
                    Topic = "Квантовая физика",
                    Platform = "telegram",
                    PromptTokens = 100,
                    CompletionTokens = 220,
                    TotalTokens = 320,
                    PromptLength = 250,
                    ResponseLength = 550,
                    Source = UsageSource.Estimated,
                    Outcome = UsageOutcome.Completed,
                }
            );
    }

    [Test]
    public async Task Tags_of_a_column_add_to_those_of_the_import()
    {
        var options = new DjangoUsageImportOptions { Tags = [new("app", "django"), new("tenant", "none")] };
        const string Table = $"{Header},tags\n7,,,,IMAGE_PROMPT,,,320,,,2026-01-31 12:30:00+03,,,";
        var store = new InMemoryUsageStore();

        foreach (var tags in (string[])["\"{\"\"tenant\"\":\"\"acme\"\"}\"", ""])
            await DjangoUsageImport.ImportAsync(
                new StringReader($"{Table}{tags}\n".Replace("\n7,", tags.Length > 0 ? "\n7," : "\n8,")),
                store,
                options
            );

        (await store.ListAsync(UsageFilter.All, new UsagePage()))
            .Items.Select(record => record.Tags.ToString())
            .Should()
            .BeEquivalentTo("app=django, tenant=acme", "app=django, tenant=none");
    }

    [TestCase("[]")]
    [TestCase("{\"\"a\"\":1}")]
    [TestCase("acme")]
    public async Task Tags_that_are_no_object_of_texts_are_a_problem(string tags)
    {
        var import = () =>
            DjangoUsageImport.ImportAsync(
                new StringReader($"{Header},tags\n7,,,,IMAGE_PROMPT,,,320,,,2026-01-31 12:30:00+03,,,\"{tags}\"\n"),
                new InMemoryUsageStore()
            );

        (await import.Should().ThrowAsync<UsageImportException>()).WithMessage("*tags*object of texts*");
    }

    [Test]
    public async Task What_is_empty_is_unknown()
    {
        var record = await ImportOne($"{Header}\n7,,,,IMAGE_PROMPT,,,320,,,2026-01-31 12:30:00+03,,\n");

        (record.GenerationId, record.UserId, record.AccessToken, record.Topic, record.Platform)
            .Should()
            .Be((null, null, null, null, null));
        (record.PromptTokens, record.CompletionTokens, record.PromptLength, record.ResponseLength)
            .Should()
            .Be((null, null, 0, 0));
    }

    [TestCase("\"Кванты, \"\"запутанные\"\"; и волны\"", "Кванты, \"запутанные\"; и волны")]
    [TestCase("\"первая\nвторая\r\nтретья\"", "первая\nвторая\r\nтретья")]
    [TestCase("\"\"", null)]
    [TestCase("😀", "😀")]
    [TestCase(" пробелы ", " пробелы ")]
    public async Task A_field_may_be_in_quotes(string field, string? topic) =>
        (
            await ImportOne(
                $"id,operation_type,total_tokens,topic,created_at\n1,TEXT_GENERATION,5,{field},2026-01-31 12:30:00Z"
            )
        )
            .Topic.Should()
            .Be(topic);

    [Test]
    public async Task Whatever_a_text_holds_comes_back() =>
        await Gen.Select(Gen.String[Gen.Char["\",;\t\r\n aя\uFEFF"], 0, 12].List[1, 20], Gen.Bool)
            .SampleAsync(
                async (topics, quoteAll) =>
                {
                    // As Python's csv writes it: in quotes when it has to be, or always.
                    string Written(string topic) =>
                        quoteAll || topic.AsSpan().ContainsAny(InQuotes)
                            ? $"\"{topic.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
                            : topic;
                    var rows = topics.Select(
                        (topic, i) => $"{i},TEXT_GENERATION,1,2026-01-31 12:30:{i:00}Z,{Written(topic)}\r\n"
                    );

                    var records = await Import(
                        "id,operation_type,total_tokens,created_at,topic\r\n" + string.Concat(rows)
                    );

                    records
                        .OrderBy(record => record.CreatedAt)
                        .Select(record => record.Topic ?? "")
                        .Should()
                        .Equal(topics);
                }
            );

    [TestCase(",", "\n")]
    [TestCase(";", "\r\n")]
    [TestCase("\t", "\r")]
    public async Task Fields_and_lines_end_as_the_first_line_has_them(string separator, string lineEnd)
    {
        string[] lines =
        [
            "id,operation_type,total_tokens,created_at",
            "1,TEXT_GENERATION,5,2026-01-31 12:30:00Z",
            "",
            "2,IMAGE_GENERATION,6,2026-01-31 12:30:00Z",
        ];

        var records = await Import(string.Join(lineEnd, lines).Replace(",", separator, StringComparison.Ordinal));

        records.Select(record => record.TotalTokens).Should().BeEquivalentTo([5L, 6L]);
    }

    [TestCase("2026-01-31 12:30:00", 9)]
    [TestCase("2026-01-31T12:30:00", 9)]
    [TestCase("2026-01-31T12:30:00Z", 12)]
    [TestCase("2026-01-31 12:30:00+00", 12)]
    [TestCase("2026-01-31 12:30:00+00:00", 12)]
    [TestCase("2026-01-31 12:30:00.000000-05", 17)]
    public async Task A_moment_without_an_offset_is_in_the_given_time_zone(string text, int hour) =>
        (
            await ImportOne(
                $"id,operation_type,total_tokens,created_at\n1,TEXT_GENERATION,5,{text}",
                new DjangoUsageImportOptions { TimeZone = Moscow }
            )
        )
            .CreatedAt.Should()
            .Be(new DateTimeOffset(2026, 1, 31, hour, 30, 0, TimeSpan.Zero));

    [TestCase("TEXT_GENERATION", "TEXT_GENERATION")]
    [TestCase("image_prompt", "IMAGE_PROMPT")]
    [TestCase("Генерация текста", "TEXT_GENERATION")]
    [TestCase("Промпт для изображения", "IMAGE_PROMPT")]
    [TestCase("Генерация изображения", "IMAGE_GENERATION")]
    [TestCase("quiz", "QUIZ")]
    public async Task Operations_are_told_by_value_by_name_and_by_the_options(string text, string operation)
    {
        var options = new DjangoUsageImportOptions
        {
            Operations = new Dictionary<string, UsageOperation> { ["quiz"] = new("QUIZ") },
        };

        (await ImportOne($"id,operation_type,total_tokens,created_at\n1,{text},5,2026-01-31 12:30:00Z", options))
            .Operation.Value.Should()
            .Be(operation);
    }

    [Test]
    public async Task An_access_token_is_kept_as_live_calls_keep_it()
    {
        const string Secret = "abcdefgh-ijklmnop";
        const string Csv =
            $"id,operation_type,total_tokens,created_at,access_token_id,access_token,access_token_type,user_name\n1,TEXT_GENERATION,5,2026-01-31 12:30:00Z,3,{Secret},DEMO,Анна";

        var record = await ImportOne(
            Csv,
            new DjangoUsageImportOptions
            {
                AccessTokens = AccessTokenStorage.FingerprintWithPrefix,
                FingerprintKey = "key",
            }
        );

        record
            .AccessToken.Should()
            .Be(new AccessTokenFingerprint(AccessTokenStorage.FingerprintWithPrefix, "key").Of(Secret))
            .And.NotContain(Secret);
        (record.AccessTokenType, record.UserName).Should().Be(("DEMO", "Анна"));
        (await ImportOne(Csv))
            .AccessToken.Should()
            .Be(new AccessTokenFingerprint(AccessTokenStorage.Fingerprint, null).Of(Secret));
    }

    [Test]
    public async Task The_model_that_is_given_prices_the_calls()
    {
        var store = new InMemoryUsageStore();

        await DjangoUsageImport.ImportAsync(
            new StringReader(Rows(2)),
            store,
            new DjangoUsageImportOptions { Model = "GigaChat-2-Max" }
        );

        (await new GigaChatTokenUsage(store).GetCostAsync()).IsComplete.Should().BeTrue();
    }

    [Test]
    public async Task Columns_of_the_reference_and_of_its_joins_are_known()
    {
        var record = await ImportOne(
            "id,generation_id,user_id,user__username,token_id,token__token,token__token_type,operation_type,estimated_prompt_tokens,estimated_completion_tokens,estimated_total_tokens,created_at\n"
                + "7,31,42,Анна,3,abcdefgh-ijklmnop,DEMO,TEXT_GENERATION,100,220,320,2026-01-31 12:30:00+03\n"
        );

        record
            .Should()
            .BeEquivalentTo(
                new
                {
                    UserId = "42",
                    UserName = "Анна",
                    GenerationId = "31",
                    AccessTokenType = "DEMO",
                    AccessToken = new AccessTokenFingerprint(AccessTokenStorage.Fingerprint, null).Of(
                        "abcdefgh-ijklmnop"
                    ),
                    PromptTokens = 100,
                    CompletionTokens = 220,
                    TotalTokens = 320,
                }
            );
    }

    [Test]
    public Task Two_names_of_one_column_are_an_error() =>
        Fails(
            "id,operation_type,total_tokens,estimated_total_tokens,created_at\n",
            "Line 1: the columns total_tokens and estimated_total_tokens are the same."
        );

    [Test]
    public async Task Uuid_without_dashes_is_the_same_as_with()
    {
        const string Columns =
            "id,operation_type,total_tokens,created_at,token_id,token__token,user_id,generation_id\n";
        const string Rest = ",TEXT_GENERATION,5,2026-01-31 12:30:00Z,";
        var (id, token, key) = (
            Guid.CreateVersion7(),
            Guid.Parse("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
            Guid.CreateVersion7()
        );

        var plain = await ImportOne($"{Columns}{id:N}{Rest}{key:N},{token:N},{key:N},{key:N}");
        var dashed = await ImportOne(
            $"{Columns}{id:D}{Rest}{key:D},{token:D},{key:D},{key.ToString().ToUpperInvariant()}"
        );

        dashed.Should().Be(plain);
        plain.UserId.Should().Be(key.ToString());
        plain
            .AccessToken.Should()
            .Be(new AccessTokenFingerprint(AccessTokenStorage.Fingerprint, null).Of(token.ToString()));
        (await ImportOne($"{Columns}{id:N}{Rest}{key:N},,,")).AccessToken.Should().Be(key.ToString());
    }

    [Test]
    public async Task Token_of_32_hexadecimal_digits_that_is_no_uuid_stays_as_it_is()
    {
        const string Token = "0123456789abcdef0123456789abcdef";

        (
            await ImportOne(
                $"id,operation_type,total_tokens,created_at,token__token\n1,TEXT_GENERATION,5,2026-01-31 12:30:00Z,{Token}"
            )
        )
            .AccessToken.Should()
            .Be(new AccessTokenFingerprint(AccessTokenStorage.Fingerprint, null).Of(Token));
    }

    [Test]
    public async Task Words_and_fractions_in_the_place_of_an_id_are_refused_with_their_line(
        [Values("id", "user_id", "token_id", "generation_id")] string column,
        [Values("None", "NULL", "null", "\\N", "1.0", "12.", "nan", "<NA>", "1e3")] string value
    )
    {
        string Field(string name, string good) => name == column ? value : good;
        var csv =
            "id,operation_type,total_tokens,created_at,user_id,token_id,generation_id\n"
            + $"{Field("id", "1")},TEXT_GENERATION,5,2026-01-31 12:30:00Z,{Field("user_id", "2")},{Field("token_id", "")},{Field("generation_id", "")}\n";

        await Fails(csv, $"Line 2, {column}: \"{value}\" is not an id.*");
    }

    [TestCase("None")]
    [TestCase("NULL")]
    [TestCase("\\N")]
    public Task Words_in_the_place_of_a_token_are_refused_with_their_line(string value) =>
        Fails(
            $"id,operation_type,total_tokens,created_at,token__token\n1,TEXT_GENERATION,5,2026-01-31 12:30:00Z,{value}",
            "Line 2, token__token: is not a token.*"
        );

    [Test]
    public async Task Text_of_a_topic_may_be_any_word() =>
        (
            await ImportOne(
                "id,operation_type,total_tokens,created_at,topic\n1,TEXT_GENERATION,5,2026-01-31 12:30:00Z,None"
            )
        )
            .Topic.Should()
            .Be("None");

    [Test]
    public void Key_of_fingerprints_is_not_printed() =>
        new DjangoUsageImportOptions
        {
            FingerprintKey = "s3cret",
            Model = "GigaChat-2",
            Operations = new Dictionary<string, UsageOperation> { ["quiz"] = new("QUIZ") },
        }
            .ToString()
            .Should()
            .Be(
                "DjangoUsageImportOptions { TimeZone = UTC, Model = GigaChat-2, Source = django, Operations = quiz, AccessTokens = Fingerprint, FingerprintKey = ***, Tags = , MaxProblems = 20 }"
            );

    [Test]
    public async Task Importing_twice_changes_nothing_and_a_later_export_adds_what_is_new()
    {
        var store = new InMemoryUsageStore();
        await DjangoUsageImport.ImportAsync(new StringReader(Rows(2_500)), store);
        var first = await Totals(store);

        var again = await DjangoUsageImport.ImportAsync(new StringReader(Rows(2_500)), store);
        var second = await Totals(store);
        await DjangoUsageImport.ImportAsync(new StringReader(Rows(2_501)), store);

        first.Should().Be((2_500, 3_126_250));
        second.Should().Be(first);
        (again.Records, again.TotalTokens).Should().Be(first);
        (await Totals(store)).Should().Be((2_501, 3_128_751));
    }

    [Test]
    public async Task Tables_with_names_of_their_own_do_not_meet()
    {
        var store = new InMemoryUsageStore();
        await DjangoUsageImport.ImportAsync(new StringReader(Rows(3)), store);

        await DjangoUsageImport.ImportAsync(
            new StringReader(Rows(3)),
            store,
            new DjangoUsageImportOptions { Source = "second" }
        );

        (await Totals(store)).Should().Be((6, 12));
    }

    [Test]
    public async Task The_result_can_be_compared_with_the_table()
    {
        var result = await DjangoUsageImport.ImportAsync(new StringReader(Rows(61)), new InMemoryUsageStore());

        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    Records = 61,
                    TotalTokens = 1_891,
                    Earliest = new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero),
                    Latest = new DateTimeOffset(2026, 1, 31, 0, 1, 0, TimeSpan.Zero),
                }
            );
    }

    [TestCase("", "The file is empty; its first line must name the columns.")]
    [TestCase("id,operation_type,created_at\n", "Line 1: the column total_tokens is missing.")]
    [TestCase("id,operation_type,total_tokens,created_at,id\n", "Line 1: the column id is listed twice.")]
    [TestCase(
        "id,operation_type,total_tokens,created_at,userid\n",
        "Line 1: \"userid\" is not a column of the table.*"
    )]
    public Task A_wrong_first_line_is_an_error(string csv, string problem) => Fails(csv, problem);

    [TestCase("1,TEXT_GENERATION,5", "Line 3 has 3 fields where the first line names 4 columns.")]
    [TestCase(",TEXT_GENERATION,5,2026-01-31 12:30:00Z", "Line 3, id: is empty.")]
    [TestCase("1,TEXT,5,2026-01-31 12:30:00Z", "Line 3, operation_type: \"TEXT\" is not a known operation.*")]
    [TestCase("1,TEXT_GENERATION,,2026-01-31 12:30:00Z", "Line 3, total_tokens: is empty.")]
    [TestCase(
        "1,TEXT_GENERATION,-5,2026-01-31 12:30:00Z",
        "Line 3, total_tokens: \"-5\" is not a whole number from 0 to 1000000000000."
    )]
    [TestCase("1,TEXT_GENERATION,1.5,2026-01-31 12:30:00Z", "Line 3, total_tokens: \"1.5\" is not *")]
    [TestCase(
        "1,TEXT_GENERATION,99999999999999999999,2026-01-31 12:30:00Z",
        "Line 3, total_tokens: \"99999999999999999999\" is not *"
    )]
    [TestCase("1,TEXT_GENERATION,5,31.01.2026 12:30", "Line 3, created_at: \"31.01.2026 12:30\" is not a moment *")]
    [TestCase(
        "1,TEXT_GENERATION,5,2010-03-28 02:30:00",
        "Line 3, created_at: \"2010-03-28 02:30:00\" does not exist in Europe/Moscow*"
    )]
    [TestCase("1,TEXT\"GENERATION,5,2026-01-31 12:30:00Z", "Line 3 has a quote inside a field that is not in quotes.")]
    [TestCase("1,\"TEXT\"GENERATION,5,2026-01-31 12:30:00Z", "Line 3 has text after a closing quote.")]
    [TestCase("1,\"TEXT_GENERATION,5,2026-01-31 12:30:00Z\n\n\n", "The quote on line 3 is not closed.")]
    public Task A_wrong_line_is_an_error_that_names_line_and_column(string line, string problem) =>
        Fails($"id,operation_type,total_tokens,created_at\n0,TEXT_GENERATION,5,2026-01-31 12:30:00Z\n{line}", problem);

    [Test]
    public async Task Problems_are_collected_with_their_lines_and_embedded_line_ends_count()
    {
        var store = new InMemoryUsageStore();
        const string Csv =
            "id,topic,operation_type,total_tokens,created_at\n1,\"a\nb\",TEXT_GENERATION,5,2026-01-31 12:30:00Z\n2,\"c\r\nd\",TEXT_GENERATION,x,then\n3,,TEXT_GENERATION,y,2026-01-31 12:30:00Z\n";

        var import = () => DjangoUsageImport.ImportAsync(new StringReader(Csv), store);

        var error = (await import.Should().ThrowAsync<UsageImportException>()).Which;
        error
            .Problems.Select(problem => problem.Split(':')[0])
            .Should()
            .Equal("Line 4, created_at", "Line 4, total_tokens", "Line 6, total_tokens");
        error.Message.Should().Contain(error.Problems[0]).And.Contain(error.Problems[2]);
        (await Totals(store)).Should().Be((1, 5), "the lines before the first wrong one are stored");
    }

    [Test]
    public async Task The_search_for_problems_ends_at_its_limit()
    {
        var csv =
            "id,operation_type,total_tokens,created_at\n"
            + string.Concat(Enumerable.Repeat("1,TEXT_GENERATION,x,2026-01-31 12:30:00Z\n", 100));

        var import = () =>
            DjangoUsageImport.ImportAsync(
                new StringReader(csv),
                new InMemoryUsageStore(),
                new DjangoUsageImportOptions { MaxProblems = 3 }
            );

        var error = (await import.Should().ThrowAsync<UsageImportException>()).Which;
        error.Problems.Should().HaveCount(3);
        error.Message.Should().EndWith("There may be more.");
    }

    [Test]
    public async Task A_quote_that_is_missing_does_not_take_the_file_into_memory()
    {
        var csv =
            "id,operation_type,total_tokens,created_at\n1,\"TEXT_GENERATION,5,2026-01-31 12:30:00Z\n"
            + new string('x', 200_000);

        await Fails(csv, "A row after line 1 is longer than 131,072 bytes; a quote may be missing.");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_file_is_read_with_and_without_a_byte_order_mark(bool mark)
    {
        var store = new InMemoryUsageStore();
        using var file = new TemporaryFile(
            new UTF8Encoding(mark)
                .GetPreamble()
                .Concat(
                    Encoding.UTF8.GetBytes($"{Header}\n1,,,,Генерация текста,1,2,3,4,5,2026-01-31 12:30:00Z,Тема,web")
                )
        );

        await DjangoUsageImport.ImportFileAsync(file.Path, store);

        (await store.ListAsync(UsageFilter.All, new UsagePage())).Items.Single().Topic.Should().Be("Тема");
    }

    [Test]
    public async Task A_file_in_another_encoding_is_an_error()
    {
        byte[] text = [.. Encoding.ASCII.GetBytes("id,operation_type,total_tokens,created_at\n1,"), 0xC3, 0xE5, 0xED]; // "Ген" in Windows-1251
        using var file = new TemporaryFile(text);

        var import = () => DjangoUsageImport.ImportFileAsync(file.Path, new InMemoryUsageStore());

        await import.Should().ThrowAsync<UsageImportException>().WithMessage("*not in UTF-8*");
    }

    [Test]
    public async Task A_store_that_cannot_be_used_is_its_own_error()
    {
        var import = () => DjangoUsageImport.ImportAsync(new StringReader(Rows(1)), new BrokenStore());

        await import.Should().ThrowAsync<FormatException>().WithMessage("The store is away.");
    }

    [Test]
    public async Task Wrong_options_are_named()
    {
        var none = () =>
            DjangoUsageImport.ImportAsync(
                new StringReader(""),
                new InMemoryUsageStore(),
                new DjangoUsageImportOptions { MaxProblems = 0 }
            );
        var blank = () =>
            DjangoUsageImport.ImportAsync(
                new StringReader(""),
                new InMemoryUsageStore(),
                new DjangoUsageImportOptions { Source = " " }
            );

        await none.Should().ThrowAsync<ArgumentOutOfRangeException>().WithMessage("*MaxProblems*");
        await blank.Should().ThrowAsync<ArgumentException>().WithMessage("*Source*");
    }

    private static string Rows(int count) =>
        "id,operation_type,total_tokens,created_at\n"
        + string.Concat(
            Enumerable
                .Range(1, count)
                .Select(id => $"{id},TEXT_GENERATION,{id},2026-01-31 00:{(id - 1) / 60 % 60:00}:{(id - 1) % 60:00}Z\n")
        );

    private static async Task<(long Records, long Tokens)> Totals(InMemoryUsageStore store)
    {
        var sum = (await store.AggregateAsync(UsageFilter.All, UsageGrouping.None)).Single();
        return (sum.Count, sum.TotalTokens);
    }

    private static async Task<IReadOnlyList<UsageRecord>> Import(string csv, DjangoUsageImportOptions? options = null)
    {
        var store = new InMemoryUsageStore();
        await DjangoUsageImport.ImportAsync(new StringReader(csv), store, options);
        return (await store.ListAsync(UsageFilter.All, new UsagePage())).Items;
    }

    private static async Task<UsageRecord> ImportOne(string csv, DjangoUsageImportOptions? options = null) =>
        (await Import(csv, options)).Single();

    private static async Task Fails(string csv, string problem)
    {
        var import = () =>
            DjangoUsageImport.ImportAsync(
                new StringReader(csv),
                new InMemoryUsageStore(),
                new DjangoUsageImportOptions { TimeZone = Moscow }
            );

        (await import.Should().ThrowAsync<UsageImportException>())
            .Which.Problems.Should()
            .ContainSingle()
            .Which.Should()
            .Match(problem);
    }

    private sealed class BrokenStore : IUsageStore
    {
        public Task AppendAsync(IReadOnlyList<UsageRecord> batch, CancellationToken cancellationToken) =>
            throw new FormatException("The store is away.");
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(IEnumerable<byte> content) => File.WriteAllBytes(Path, [.. content]);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
