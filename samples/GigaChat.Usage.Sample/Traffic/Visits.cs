using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.Sample;

/// <summary>What users of a lesson generator do: each visit is one or more calls, charged to the user, the topic and
/// the lesson.</summary>
internal sealed class Visits(GigaChatClient client, GigaChatServer server)
{
    private (int Weight, Func<Person, string, CancellationToken, Task> Play)[] Scenes =>
        [
            (30, LessonAsync),
            (22, StreamedLessonAsync),
            (12, IllustratedLessonAsync),
            (12, SearchAsync),
            (8, VersionTwoAsync),
            (6, DiscussionAsync),
            (5, FunctionAsync),
            (4, TooManyRequestsAsync),
            (3, CutStreamAsync),
            (3, BlockedTopicAsync),
            (2, WorksheetsAsync),
        ];

    /// <summary>One visit of someone. A failed call is part of the picture and does not end it.</summary>
    /// <returns>The scope of the visit, with what it used.</returns>
    public async Task<UsageScope> PlayAsync(Random random, CancellationToken cancellationToken)
    {
        var person = Pick(Person.Everyone, static person => person.Weight, random);
        var topic = Topics.All[random.Next(Topics.All.Count)];
        using var scope = UsageScope.Begin(person.Context(topic));
        try
        {
            await Pick(Scenes, static scene => scene.Weight, random).Play(person, topic, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // The application would tell its user; here the record tells it.
        }

        return scope;
    }

    private async Task LessonAsync(Person person, string topic, CancellationToken cancellationToken) =>
        await client.AskAsync(
            person.Model,
            $"Составь план урока на тему «{topic}»: цель, ход занятия, два упражнения и вопрос для обсуждения.",
            cancellationToken
        );

    private async Task StreamedLessonAsync(Person person, string topic, CancellationToken cancellationToken)
    {
        await foreach (
            var _ in client.StreamAsync(
                person.Model,
                $"Объясни тему «{topic}» школьнику, с примерами из жизни.",
                cancellationToken
            )
        )
        {
            // A program would show each piece as it arrives.
        }
    }

    /// <summary>Two steps: a prompt for a picture, which only the application can distinguish from other text, and the
    /// picture.</summary>
    private async Task IllustratedLessonAsync(Person person, string topic, CancellationToken cancellationToken)
    {
        string prompt;
        using (UsageScope.Begin(new UsageContext { Operation = UsageOperation.ImagePrompt }))
            prompt = await client.AskAsync(
                person.Model,
                $"Опиши одной фразой иллюстрацию к уроку «{topic}».",
                cancellationToken
            );
        await client.DrawAsync(person.Model, $"Нарисуй: {prompt}", cancellationToken);
    }

    private async Task SearchAsync(Person person, string topic, CancellationToken cancellationToken) =>
        await client.EmbedAsync([topic, $"Похожие уроки: {topic}", "Методические рекомендации"], cancellationToken);

    private async Task VersionTwoAsync(Person person, string topic, CancellationToken cancellationToken) =>
        await client.AskV2Async("GigaChat-2-Max", $"Сократи урок «{topic}» до трёх тезисов.", cancellationToken);

    private async Task DiscussionAsync(Person person, string topic, CancellationToken cancellationToken) =>
        await client.DiscussAsync(
            person.Model,
            [$"С чего начать урок «{topic}», чтобы всем стало интересно?", "А если класс устал?", "Короче."],
            cancellationToken
        );

    private async Task WorksheetsAsync(Person person, string topic, CancellationToken cancellationToken) =>
        await client.RunBatchAsync(
            person.Model,
            [.. Enumerable.Range(1, 5).Select(i => $"Карточка {i} с заданием к уроку «{topic}».")],
            cancellationToken
        );

    private async Task FunctionAsync(Person person, string topic, CancellationToken cancellationToken) =>
        await client.CallFunctionAsync(
            person.Model,
            $"Когда каникулы в Казани? Урок: {topic}",
            "school_calendar",
            cancellationToken
        );

    private Task TooManyRequestsAsync(Person person, string topic, CancellationToken cancellationToken)
    {
        server.Enqueue(GigaChatAnswer.Error(429), IsCompletion);
        return LessonAsync(person, topic, cancellationToken);
    }

    private Task CutStreamAsync(Person person, string topic, CancellationToken cancellationToken)
    {
        server.Enqueue(GigaChatAnswer.Usual with { CutAfterChunks = 3 }, IsCompletion);
        return StreamedLessonAsync(person, topic, cancellationToken);
    }

    private async Task BlockedTopicAsync(Person person, string topic, CancellationToken cancellationToken) =>
        await client.AskAsync(person.Model, $"Поспорим о выборах вместо урока «{topic}»?", cancellationToken);

    private static bool IsCompletion(HttpRequest request) =>
        request.Path.Value!.EndsWith("/chat/completions", StringComparison.Ordinal);

    private static T Pick<T>(IReadOnlyList<T> choices, Func<T, int> weight, Random random)
    {
        var at = random.Next(choices.Sum(weight));
        return choices.First(choice => (at -= weight(choice)) < 0);
    }
}
