using FsCheck;
using FsCheck.Fluent;
using Mlp.Server.Database;
using Mlp.Server.Tests.Databases;

namespace Mlp.Server.Tests.Compatibility;

/// <summary>Whatever happened before, links, versions and pairs are what the plain model of the rules says.</summary>
public abstract class CompatibilityPropertyTests(DatabaseUnderTest database)
{
    private int _run;

    protected abstract int Histories { get; }

    [Fact]
    public async Task Links_versions_and_pairs_equal_the_plain_model_after_any_history()
    {
        await using var store = await Store.Open(await database.Create(), TimeProvider.System, TestContext.Current.CancellationToken);
        var rules = new RecordedRules(store);
        Prop.ForAll(Act.Histories, history =>
        {
            var difference = new RandomHistory(rules, $"run{Interlocked.Increment(ref _run)}").FirstDifference(history).GetAwaiter().GetResult();
            return difference is null ? true : throw new InvalidOperationException(difference);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithEndSize(60).WithStartSize(5));
        Assert.True(_run >= Histories, $"only {_run} histories ran");
    }
}
