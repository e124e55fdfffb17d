namespace Mlp.ClientTests.Names;

public sealed class NamesTests
{
    [Fact]
    public void Versions_of_model_types_are_ordered_as_semantic_versioning_says()
    {
        string[] ordered =
        [
            "0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-alpha1", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
            "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0-0", "2.0.0-A", "2.0.0-a", "2.0.0",
        ];
        var versions = ordered.Select(text => TypeVersion.TryParse(text)!).ToList();
        Assert.Equal(ordered, versions.Reverse<TypeVersion>().Order().Select(version => version.ToString()));
        Assert.Equal(ordered, versions.Reverse<TypeVersion>().OrderBy(version => version.SortKey, StringComparer.Ordinal).Select(version => version.ToString()));
    }

    [Theory]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("01.2.3")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3-a..b")]
    [InlineData("1.2.3+build")]
    [InlineData("1.2.3-a+build")]
    [InlineData("v1.2.3")]
    [InlineData("1.2.-3")]
    [InlineData("1.2.1234567890")]
    [InlineData(" 1.2.3")]
    [InlineData("1.2.3\n")]
    [InlineData("١.٢.٣")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_version_of_a_model_type_is_not_read_as_one(string? text) => Assert.Null(TypeVersion.TryParse(text));

    [Theory]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.02")]
    [InlineData("-1.2")]
    [InlineData("1.+2")]
    [InlineData("1. 2")]
    [InlineData("auto")]
    [InlineData(null)]
    public void What_is_no_version_of_parameters_is_not_read_as_one(string? text) => Assert.Null(ParametersVersion.TryParse(text));

    [Fact]
    public void Versions_of_parameters_are_ordered_by_their_numbers() =>
        Assert.True(ParametersVersion.TryParse("1.9")! < ParametersVersion.TryParse("1.10")! && ParametersVersion.TryParse("1.10")! < ParametersVersion.TryParse("2.0")!);

    [Theory]
    [InlineData("v1.2.3", "", "1.2.3")]
    [InlineData("1.2.3", "", "1.2.3")]
    [InlineData("v1.2.3-rc.1", "", "1.2.3-rc.1")]
    [InlineData("awake/v1.2.3", "awake/v", "1.2.3")]
    [InlineData("awake/v1.2.3", "awake/", "1.2.3")]
    [InlineData("awake/1.2.3", "awake/", "1.2.3")]
    [InlineData("awake/1.2.3", "awake/v", null)]
    [InlineData("isolde/v1.2.3", "awake/v", null)]
    [InlineData("vv1.2.3", "", null)]
    [InlineData("v1.2.3+1", "", null)]
    public void A_tag_stands_for_the_version_behind_its_prefix(string tag, string prefix, string? version) =>
        Assert.Equal(version, ReleaseTag.Version(tag, prefix)?.ToString());

    [Theory]
    [InlineData("gitlab.example.org/beams/awake", "")]
    [InlineData("gitlab.example.org:8443/beams/awake", "")]
    [InlineData("gitlab.example.org/beams/mono#awake/v", "awake/v")]
    [InlineData("local/0123456789012345678901234567890123456789", "")]
    public void A_project_knows_what_its_tags_begin_with(string text, string prefix) => Assert.Equal(prefix, ProjectId.TryParse(text)!.TagPrefix);

    [Theory]
    [InlineData("https://gitlab.example.org/beams/awake")]
    [InlineData("user@gitlab.example.org/beams/awake")]
    [InlineData("gitlab.example.org/beams/awake.git")]
    [InlineData("gitlab.example.org/../awake")]
    [InlineData("gitlab.example.org//awake")]
    [InlineData("gitlab.example.org/beams/")]
    [InlineData("/beams")]
    [InlineData("gitlab.example.org")]
    [InlineData("GitLab.example.org/beams")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_project_is_not_read_as_one(string? text) => Assert.Null(ProjectId.TryParse(text));
}
