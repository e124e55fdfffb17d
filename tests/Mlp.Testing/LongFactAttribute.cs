using System.Runtime.CompilerServices;
using Xunit.v3;

namespace Mlp.Testing;

/// <summary>A soak test or a large transfer. It exists only where MLP_LONG=1 is set: elsewhere no runner sees it, so none counts it as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(LongFactDiscoverer))]
public sealed class LongFactAttribute(
    [CallerFilePath] string? sourceFilePath = null,
    [CallerLineNumber] int sourceLineNumber = -1) : Xunit.FactAttribute(sourceFilePath, sourceLineNumber);
