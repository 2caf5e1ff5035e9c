using Microsoft.Extensions.Time.Testing;

namespace GigaChat.Usage.Budgets.Tests.Limits;

/// <summary>A store that fails is left alone for pauses that double, and one call at a time tries it again.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BudgetCircuitTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly BudgetCircuit _circuit;

    public BudgetCircuitTests() => _circuit = new BudgetCircuit(_clock);

    [Test]
    public void Three_failures_in_a_row_break_it_and_no_fewer()
    {
        Fail(2);
        _circuit.Allows().Should().BeTrue();
        _circuit.Succeed();
        Fail(2);
        _circuit.Allows().Should().BeTrue("a success came between");

        Fail(1);

        _circuit.Allows().Should().BeFalse();
    }

    [Test]
    public void One_call_tries_again_after_exactly_a_second_and_the_others_wait_for_it()
    {
        Fail(3);
        _clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        _circuit.Allows().Should().BeFalse();

        _clock.Advance(TimeSpan.FromTicks(1));

        _circuit.Allows().Should().BeTrue();
        _circuit.Allows().Should().BeFalse("one is trying");
        _circuit.Succeed();
        _circuit.Allows().Should().BeTrue();
        _circuit.Allows().Should().BeTrue();
    }

    [Test]
    public void Pauses_double_up_to_half_a_minute_and_begin_anew_after_a_success()
    {
        Fail(3);
        foreach (var pause in new[] { 1, 2, 4, 8, 16, 30, 30 })
            TryAfter(pause);

        _clock.Advance(TimeSpan.FromSeconds(30));
        _circuit.Allows().Should().BeTrue();
        _circuit.Succeed();
        Fail(2);
        _circuit.Allows().Should().BeTrue("failures are counted from the success on");
        Fail(1);
        TryAfter(1);

        void TryAfter(int pause)
        {
            _clock.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromTicks(1));
            _circuit.Allows().Should().BeFalse($"the pause is {pause} s");
            _clock.Advance(TimeSpan.FromTicks(1));
            _circuit.Allows().Should().BeTrue($"the pause is {pause} s");
            Fail(1);
        }
    }

    [Test]
    public void Calls_that_were_in_flight_when_it_broke_make_no_pause_longer()
    {
        Fail(20);

        _clock.Advance(TimeSpan.FromSeconds(1));

        _circuit.Allows().Should().BeTrue();
        Fail(20);
        _clock.Advance(TimeSpan.FromSeconds(2));
        _circuit.Allows().Should().BeTrue("only the call that tried again doubles the pause, once");
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            _circuit.Fail();
    }
}
