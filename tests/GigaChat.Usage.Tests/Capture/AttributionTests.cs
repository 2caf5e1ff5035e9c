namespace GigaChat.Usage.Tests.Capture;

/// <summary>A call is charged to what request, scope and enrichers say, in that order, and no secret is kept.</summary>
[TestFixture]
internal sealed class AttributionTests
{
    private const string Token = "dev-0123456789-abcdef";

    private static readonly UsageContext Everything = new()
    {
        UserId = "42",
        UserName = "Анна",
        AccessToken = Token,
        AccessTokenType = "DEVELOPER",
        GenerationId = "g1",
        Topic = "Тема",
        Platform = "web",
        SessionId = "s1",
        Operation = UsageOperation.ImagePrompt,
    };

    [Test]
    public async Task Every_part_of_a_scope_reaches_the_record_across_awaits()
    {
        UsageRecord record;
        using (UsageScope.Begin(Everything))
        {
            await Task.Yield();
            record = await Task.Run(() => Record());
        }

        (
            record.UserId,
            record.UserName,
            record.AccessTokenType,
            record.GenerationId,
            record.Topic,
            record.Platform,
            record.SessionId,
            record.Operation
        )
            .Should()
            .Be(("42", "Анна", "DEVELOPER", "g1", "Тема", "web", "s1", UsageOperation.ImagePrompt));
        UsageScope.Current.Should().BeNull();
    }

    [Test]
    public void An_inner_scope_adds_to_the_outer_one_and_gives_it_back()
    {
        using var outer = UsageScope.Begin(
            new UsageContext
            {
                UserId = "1",
                UserName = "Иван",
                Topic = "a",
            }
        );
        using (UsageScope.Begin(new UsageContext { UserId = "2", Platform = "api" }))
        {
            var record = Record();
            (record.UserId, record.UserName, record.Topic, record.Platform)
                .Should()
                .Be(("2", null, "a", "api"), "another user's name is not this one's");
        }

        Record().UserName.Should().Be("Иван");
    }

    [Test]
    public void A_request_stands_before_the_scope_and_enrichers_have_the_last_word()
    {
        using var scope = UsageScope.Begin(
            new UsageContext
            {
                Topic = "scope",
                Platform = "scope",
                UserId = "scope",
            }
        );

        var record = Record(
            request => request.SetGigaChatUsage(new UsageContext { Topic = "request", Platform = "request" }),
            enrichers: [new SetPlatform(), new Broken()]
        );

        (record.UserId, record.Topic, record.Platform).Should().Be(("scope", "request", "enricher"));
    }

    [Test]
    public void An_access_token_is_kept_as_a_fingerprint_and_never_as_given()
    {
        using var scope = UsageScope.Begin(Everything);

        var plain = Record();
        plain.AccessToken.Should().MatchRegex("^[0-9a-f]{24}$");
        plain.ToString().Should().NotContain(Token).And.NotContain(Token[..8]);
        Record().AccessToken.Should().Be(plain.AccessToken, "the same token is the same spender");
        Record(options: new GigaChatUsageOptions { FingerprintKey = "a key of sixteen" })
            .AccessToken.Should()
            .MatchRegex("^[0-9a-f]{24}$")
            .And.NotBe(plain.AccessToken);
        Record(options: new GigaChatUsageOptions { AccessTokens = AccessTokenStorage.FingerprintWithPrefix })
            .AccessToken.Should()
            .Be("dev-0123." + plain.AccessToken);
        Record(options: new GigaChatUsageOptions { AccessTokens = AccessTokenStorage.AsGiven })
            .AccessToken.Should()
            .Be(Token);
    }

    [Test]
    public void The_ids_of_session_and_request_are_taken_from_the_headers()
    {
        var record = Record(request =>
        {
            request.Headers.Add("X-Session-ID", "session");
            request.Headers.Add("X-Request-ID", "request");
            request.Headers.Add("Authorization", "Bearer secret-of-the-call");
        });

        (record.SessionId, record.RequestId).Should().Be(("session", "request"));
        record.ToString().Should().NotContain("secret-of-the-call");
    }

    [Test]
    public void Tags_of_client_scopes_request_and_enrichers_add_up_and_the_inner_value_wins()
    {
        UsageRecord record;
        using (
            UsageScope.Begin(new UsageContext { Tags = [new("tenant", "acme"), new("feature", "chat"), new("a", "1")] })
        )
        using (UsageScope.Begin(new UsageContext { Tags = [new("feature", "mail"), new("a", "")] }))
            record = Record(
                request => request.SetGigaChatUsage(new UsageContext { Tags = [new("experiment", "b")] }),
                enrichers: [new SetTag()]
            );

        record
            .Tags.Should()
            .Equal(
                UsageTags.FromPairs([
                    new("tenant", "acme"),
                    new("feature", "mail"),
                    new("experiment", "b"),
                    new("e", "2"),
                ])
            );
        Record().Tags.Should().BeEmpty();
        UsageScope.Current.Should().BeNull();
    }

    [Test]
    public void Of_too_many_tags_the_last_are_dropped_and_a_long_value_ends_in_a_hash()
    {
        var many = UsageTags.FromPairs(
            Enumerable.Range(0, 11).Select(i => KeyValuePair.Create($"k{i:00}", new string('v', 200)))
        );

        var record = Record(request => request.SetGigaChatUsage(new UsageContext { Tags = many }));

        record.Tags.Keys.Should().Equal(many.Keys.Take(UsageRecordLimits.Tags));
        record
            .Tags.Values.Should()
            .OnlyContain(value => value.Length == UsageRecordLimits.TagValue && value.Contains('~'));
    }

    private static UsageRecord Record(
        Action<HttpRequestMessage>? prepare = null,
        GigaChatUsageOptions? options = null,
        IEnumerable<IUsageEnricher>? enrichers = null
    )
    {
        var recorder = new RecordList();
        using var client = new HttpClient(
            new GigaChatUsageHandler(
                recorder,
                new GigaChatUsageHandlerOptions
                {
                    Tracking = options ?? new GigaChatUsageOptions(),
                    Enrichers = [.. enrichers ?? []],
                }
            )
            {
                InnerHandler = new Answer(),
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.giga.chat/v1/chat/completions")
        {
            Content = new StringContent("{}"),
        };
        prepare?.Invoke(request);
        using var response = client.Send(request);
        return recorder.Records.Should().ContainSingle().Subject;
    }

    private sealed class SetPlatform : IUsageEnricher
    {
        public UsageContext Enrich(UsageContext context, HttpRequestMessage request) =>
            context with
            {
                Platform = "enricher",
            };
    }

    private sealed class SetTag : IUsageEnricher
    {
        public UsageContext Enrich(UsageContext context, HttpRequestMessage request) =>
            context with
            {
                Tags = context.Tags!.With("e", "2"),
            };
    }

    private sealed class Broken : IUsageEnricher
    {
        public UsageContext Enrich(UsageContext context, HttpRequestMessage request) =>
            throw new InvalidOperationException("An enricher fails.");
    }

    private sealed class Answer : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            new() { Content = new StringContent("""{"model":"GigaChat-2","usage":{"total_tokens":3}}""") };

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(Send(request, cancellationToken));
    }
}
