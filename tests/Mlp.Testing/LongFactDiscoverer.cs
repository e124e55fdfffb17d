using Xunit.Sdk;
using Xunit.v3;

namespace Mlp.Testing;

/// <summary>Finds long tests where they are asked for.</summary>
public sealed class LongFactDiscoverer : IXunitTestCaseDiscoverer
{
    public async ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        Environment.GetEnvironmentVariable("MLP_LONG") == "1"
            ? await new FactDiscoverer().Discover(discoveryOptions, testMethod, factAttribute)
            : [];
}
