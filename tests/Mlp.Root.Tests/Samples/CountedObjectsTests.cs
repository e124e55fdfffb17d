namespace Mlp.Root.Tests.Samples;

public sealed class CountedObjectsTests
{
    private const string Skip = "MLP_ROOT_SAMPLES names no folder";

    public static bool IsAbsent => Sample.Folder is null;

    /// <summary>A configuration that holds four arrays of objects, each counted by the member before it: <c>gps_config_t* gps_config; //[gps_count]</c>.</summary>
    [Fact(Skip = Skip, SkipWhen = nameof(IsAbsent))]
    public async Task Arrays_of_objects_are_as_long_as_their_counters_say()
    {
        using var file = await RootFile.OpenAsync(Path.Combine(Sample.Folder!, "uproot-issue283.root"));
        var key = file.Keys.First(key => key.ClassName == "SN_Analysis_Configuration_t");
        var (column, heap) = ObjectReading.Read(file.Source, key.Header, file.Classes);
        using (column)
        using (heap)
        {
            foreach (var name in new[] { "routine", "gps", "interval", "likelihood" })
            {
                Assert.Equal(column[0].Int32Of($"{name}_count"), column[0].ItemsOf($"{name}_config").Count());
            }

            Value[] likelihoods = [.. column[0].ItemsOf("likelihood_config")];
            Assert.Equal([1, 3, 8], likelihoods.Take(3).Select(one => one.Int32Of("RebinFactor")));
            Assert.All(likelihoods, one => Assert.Equal(13, one.ItemsOf("RemovedOMs").Count()));
            Assert.Equal("[{source=0 SN_INTERVAL_SIZE=1000 SN_INTERVAL_LENGTH=600000}]", Tests.Described.Column(((RecordColumn)column).Member("interval_config")!));
        }
    }
}
