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

    [Theory]
    [InlineData("1.O")]
    [InlineData("1.1234567890")]
    [InlineData("")]
    public void What_has_to_be_something_and_is_not_is_told_with_its_form(string text)
    {
        Func<object>[] reads = [() => ParametersVersion.Parse(text), () => TypeVersion.Parse(text), () => Name.Parse(text), () => ProjectId.Parse(text), () => Digest.Parse(text)];
        Assert.All(reads, read =>
        {
            var failure = Assert.Throws<MlpException>(read);
            Assert.Equal((ClientErrors.InvalidArgument, text), (failure.Code, failure.Value));
            Assert.StartsWith("give ", failure.Remedy, StringComparison.Ordinal);
        });
        Assert.Contains("nine digits", Assert.Throws<MlpException>(reads[0]).Remedy, StringComparison.Ordinal);
        Assert.Contains("nine digits", Assert.Throws<MlpException>(reads[1]).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_to_be_something_and_is_it_is_read()
    {
        Assert.Equal(new ParametersVersion(1, 4), ParametersVersion.Parse("1.4"));
        Assert.Equal("1.6.0-rc.1", TypeVersion.Parse("1.6.0-rc.1").ToString());
        Assert.Equal("beam_line", Name.Parse("beam_line").Text);
        Assert.Equal("git.example.org/beams", ProjectId.Parse("git.example.org/beams").Text);
    }

    [Fact]
    public void A_choice_is_a_version_or_auto_and_never_nothing()
    {
        ParametersVersionChoice chosen = new ParametersVersion(1, 4);
        Assert.Equal((new ParametersVersion(1, 4), "1.4"), (chosen.Version, chosen.ToString()));
        Assert.Equal((null, "auto"), (Client.Auto.Version, Client.Auto.ToString()));
        Assert.Equal(ClientErrors.InvalidArgument, Assert.Throws<MlpException>(() => ParametersVersionChoice.FromParametersVersion(ParametersVersion.TryParse("1.O")!)).Code);
    }

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
