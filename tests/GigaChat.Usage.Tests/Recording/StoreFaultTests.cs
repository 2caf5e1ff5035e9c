using FluentAssertions;
using GigaChat.Usage.Recording;
using NUnit.Framework;

namespace GigaChat.Usage.Tests.Recording;

internal sealed class StoreFaultTests
{
    [TestCase(true, StoreFault.Unavailable)]
    [TestCase(false, StoreFault.Unknown)]
    public void A_store_exception_reports_whether_to_retry(bool isTransient, StoreFault expected) =>
        new UsageStoreException("down", new IOException()) { IsTransient = isTransient }
            .FaultOf()
            .Should()
            .Be(expected);

    [Test]
    public void A_store_exception_within_another_is_found() =>
        new InvalidOperationException("wrapped", new UsageStoreException("down"))
            .FaultOf()
            .Should()
            .Be(StoreFault.Unavailable);
}
