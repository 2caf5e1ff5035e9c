using System.Text;
using GigaChat.Usage.Capture;

namespace GigaChat.Usage.Tests.Capture.Wire;

/// <summary>Strings that are kept for the next response: models and finish reasons, and no ids.</summary>
[TestFixture]
internal sealed class WireNamesTests
{
    [TestCase("""{"model":"GigaChat-2"}""")]
    [TestCase("""{"finish_reason":"stop"}""")]
    public void A_name_is_the_same_string_in_the_next_response(string response)
    {
        var (first, second) = (Read(response), Read(response));

        (first.Model ?? first.FinishReason).Should().NotBeNull();
        second.Model.Should().BeSameAs(first.Model);
        second.FinishReason.Should().BeSameAs(first.FinishReason);
    }

    [Test]
    public void Ids_and_unknown_names_take_none_of_the_places()
    {
        var task = Read("""{"id":"a-task","result":{"usage":{"a-field":1}}}""", BatchContract.Instance);
        var file = Read("""{"messages":[{"content":[{"files":[{"target":"a-target"}]}]}]}""");

        (task.TaskId, task.UnknownUsageField, file.UnknownFileTarget).Should().Be(("a-task", "a-field", "a-target"));
        ((string[])["a-task", "a-field", "a-target"]).Should().NotContain(name => WireNames.IsKept(name));
    }

    private static ResponseScanner Read(string response, WireContract? contract = null)
    {
        var body = new BodyReader();
        body.Reset(contract ?? ChatContract.Instance);
        body.Read(Encoding.UTF8.GetBytes(response));
        return body.Answer;
    }
}
