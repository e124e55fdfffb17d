using System.Reflection;
using Mlp.Models.Tests;

[assembly: Mlp.Models.MlpModel(typeof(ModelNameTests.Named), "a_name", Standalone = true, Description = "Has a name.")]
[assembly: Mlp.Models.MlpModel(typeof(ModelNameTests.UnnamedModel))]
[assembly: Mlp.Models.MlpModel(typeof(ModelNameTests.BadlyNamed), "Not A Name")]
[assembly: Mlp.Models.MlpMetadata("beam", "proton", Model = typeof(ModelNameTests.Named))]
[assembly: Mlp.Models.MlpMetadata("beam", "ion")]

namespace Mlp.Models.Tests;

public sealed class ModelNameTests
{
    [Theory]
    [InlineData("BeamLineModel", "beam_line_model")]
    [InlineData("HTTPModel2", "http_model2")]
    [InlineData("Model", "model")]
    [InlineData("X", "x")]
    [InlineData("X2Y", "x2_y")]
    [InlineData("BLM", "blm")]
    [InlineData("LHCBeam4Spot", "lhc_beam4_spot")]
    [InlineData("MyHTTP", "my_http")]
    [InlineData("already_snake", "already_snake")]
    [InlineData("_Private__Model_", "private_model")]
    [InlineData("Model`1", "model")]
    [InlineData("Model<float>", "model")]
    [InlineData("Physics.Models.BeamModel", "beam_model")]
    [InlineData("Physics.Outer+InnerModel", "inner_model")]
    [InlineData("Physics.Outer`1+InnerModel`2[[System.Single, System.Private.CoreLib],[A.B, C]]", "inner_model")]
    [InlineData("Outer/InnerModel", "inner_model")]
    public void A_class_without_a_name_is_called_by_its_class_in_snake_case(string className, string expected)
    {
        Assert.Equal(expected, ModelName.FromClass(className));
        Assert.True(ModelName.IsValid(expected));
    }

    [Theory]
    [InlineData("ÜberModel")]
    [InlineData("_2")]
    [InlineData("_")]
    [InlineData("")]
    [InlineData("模型")]
    [InlineData("Kelvin\u212A")]
    public void A_class_that_gives_no_name_is_refused_with_the_remedy(string className)
    {
        var refused = Assert.Throws<ArgumentException>(() => ModelName.FromClass(className));
        Assert.Contains($"'{className}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("[assembly: MlpModel(typeof(", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_has_at_most_128_characters()
    {
        Assert.Equal(128, ModelName.FromClass("A" + new string('b', 127)).Length);
        Assert.Throws<ArgumentException>(() => ModelName.FromClass("A" + new string('b', 128)));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a.b-c_d9", true)]
    [InlineData("a__b", false)]
    [InlineData("a-", false)]
    [InlineData("9a", false)]
    [InlineData("A", false)]
    [InlineData("a\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_name_follows_the_pattern(string? text, bool isValid) => Assert.Equal(isValid, ModelName.IsValid(text));

    [Fact]
    public void The_declared_name_is_the_attributes_or_follows_from_the_class()
    {
        Assert.Equal("a_name", ModelName.Declared(typeof(Named)));
        Assert.Equal("unnamed_model", ModelName.Declared(typeof(UnnamedModel)));
        Assert.Null(ModelName.Declared(typeof(ModelNameTests)));
        Assert.Null(ModelName.Declared(typeof(string)));
        Assert.Equal("a_name", ModelName.Declared(typeof(Named), typeof(ModelNameTests).Assembly));
        Assert.Contains("'Not A Name'", Assert.Throws<ArgumentException>(() => ModelName.Declared(typeof(BadlyNamed))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_say_what_was_written()
    {
        var models = typeof(ModelNameTests).Assembly.GetCustomAttributes<MlpModelAttribute>().ToDictionary(a => a.Model);
        Assert.True(models[typeof(Named)].Standalone);
        Assert.Equal("Has a name.", models[typeof(Named)].Description);
        Assert.False(models[typeof(UnnamedModel)].Standalone);
        Assert.Null(models[typeof(UnnamedModel)].Name);

        var metadata = typeof(ModelNameTests).Assembly.GetCustomAttributes<MlpMetadataAttribute>().ToDictionary(a => a.Value);
        Assert.Equal(typeof(Named), metadata["proton"].Model);
        Assert.Equal(("beam", null), (metadata["ion"].Key, metadata["ion"].Model));
    }

    public sealed class Named;

    public sealed class UnnamedModel;

    public sealed class BadlyNamed;
}
