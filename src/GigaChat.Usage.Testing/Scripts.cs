using Microsoft.AspNetCore.Http;

namespace GigaChat.Usage.Testing;

/// <summary>The scripted responses in the order they were added; each is used once.</summary>
internal sealed class Scripts
{
    private readonly Lock _gate = new();
    private readonly List<(GigaChatAnswer Answer, Func<HttpRequest, bool>? When)> _answers = [];

    public void Add(GigaChatAnswer answer, Func<HttpRequest, bool>? when)
    {
        lock (_gate)
            _answers.Add((answer, when));
    }

    public GigaChatAnswer? Take(HttpRequest request)
    {
        if (request.Path.Value?.EndsWith("/oauth", StringComparison.Ordinal) == true)
            return null;
        lock (_gate)
        {
            var index = _answers.FindIndex(script => script.When is null || script.When(request));
            if (index < 0)
                return null;
            var answer = _answers[index].Answer;
            _answers.RemoveAt(index);
            return answer;
        }
    }
}
