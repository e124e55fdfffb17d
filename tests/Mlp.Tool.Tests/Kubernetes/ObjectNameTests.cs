using System.Text.RegularExpressions;
using Mlp.Cli.Kubernetes.Objects;
using Mlp.Cli.Kubernetes.Settings;

namespace Mlp.Tool.Tests.Kubernetes;

public sealed partial class ObjectNameTests
{
    private static readonly string Long = "a" + new string('b', 127);

    [Theory]
    [InlineData("beam", "weights", "beam-weights")]
    [InlineData("beam_line", "beam_line_weights", "beam-line-beam-line-weights-b90b32ea")]
    public void A_name_is_made_of_both_names(string type, string parameters, string name) => Assert.Equal(name, ObjectName.Of(type, parameters));

    [Fact]
    public void Every_pair_has_a_name_of_its_own_that_is_a_label()
    {
        string[] names = ["a", "a-b", "a_b", "a.b", "b", "b-c", "b_c", "c", "a-b-c", "b-a", Long, Long[..^1] + "c", Long[..63], Long[..22], Long[..23]];
        var all = names.SelectMany(type => names.Select(parameters => ObjectName.Of(type, parameters))).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(all, name =>
        {
            Assert.Matches(Dns1035(), name);
            Assert.True(name.Length <= 46, name);
        });
    }

    [Fact]
    public void Label_values_say_as_much_as_they_may()
    {
        Assert.Equal("1.6.0-rc.1", ObjectName.LabelValue("1.6.0-rc.1"));
        Assert.Equal("beam_line", ObjectName.LabelValue("beam_line"));
        Assert.StartsWith("git.example.org-beams-awake-awake-v-", ObjectName.LabelValue(Pairs.Project), StringComparison.Ordinal);
        string[] texts = [Long, Long[..^1] + "c", Pairs.Project, Pairs.Project + "2", "1.0.0-a-", "日本", "-", "1.0.0--"];
        var values = texts.Select(ObjectName.LabelValue).ToList();
        Assert.All(values, value => Assert.True(KubernetesText.IsLabelValue(value) && value.Length > 0, value));
        Assert.Equal(texts.Length, values.Distinct().Count());
    }

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Dns1035();
}
