using CsCheck;

namespace GigaChat.Usage.Tests.Capture.Wire;

/// <summary>Every shape of the wire gives the record it should, wherever the network cuts it.</summary>
[TestFixture]
internal sealed class WireContractTests
{
    private static IReadOnlyList<WireFixture> Fixtures => WireFixtures.All;

    [TestCaseSource(nameof(Fixtures))]
    public void Is_recorded_exactly(WireFixture fixture) => fixture.Verify(fixture.Exchange.Record());

    [TestCaseSource(nameof(Fixtures))]
    public void Is_recorded_exactly_when_it_arrives_byte_by_byte(WireFixture fixture) =>
        fixture.Verify(fixture.Exchange.Record([.. Enumerable.Range(0, fixture.Exchange.AnswerBytes.Length)]));

    [TestCaseSource(nameof(Fixtures))]
    public void Is_recorded_exactly_wherever_it_is_cut(WireFixture fixture) =>
        Gen.Int[0, fixture.Exchange.AnswerBytes.Length]
            .Array[0, 12]
            .Sample(cuts => fixture.Verify(fixture.Exchange.Record(cuts)), iter: 300, threads: 1);
}
