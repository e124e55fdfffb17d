using System.Reflection;

namespace Mlp.Models.Tests;

public sealed class TensorShapeTests
{
    [Fact]
    public void A_class_inherits_the_shapes_of_its_base_and_not_that_it_is_thread_safe()
    {
        var input = typeof(Derived).GetCustomAttribute<InputShapeAttribute>()!;
        Assert.Equal([28, 28], input.Dimensions);
        Assert.Equal("image", input.Name);
        Assert.Equal([-1, 2], typeof(Derived).GetCustomAttribute<OutputShapeAttribute>()!.Dimensions);
        Assert.NotNull(typeof(Base).GetCustomAttribute<ThreadSafeModelAttribute>());
        Assert.Null(typeof(Derived).GetCustomAttribute<ThreadSafeModelAttribute>());
    }

    [Theory]
    [InlineData(new[] { 28, 28 }, 784, true)]
    [InlineData(new[] { 28, 28 }, 783, false)]
    [InlineData(new[] { -1, 2 }, 6, true)]
    [InlineData(new[] { -1, 2 }, 7, false)]
    [InlineData(new[] { -1 }, 0, false)]
    [InlineData(new[] { 65536, 65536 }, 0, false)]
    public void Elements_fit_a_shape_that_they_fill(int[] dimensions, int elements, bool fits) =>
        Assert.Equal(fits, new InputShapeAttribute(dimensions).Fits(elements));

    [Theory]
    [InlineData(new[] { 3 }, true)]
    [InlineData(new[] { -1, 4 }, true)]
    [InlineData(new int[0], false)]
    [InlineData(new[] { -1, -1 }, false)]
    [InlineData(new[] { 0 }, false)]
    [InlineData(new[] { -2 }, false)]
    public void A_shape_has_dimensions_of_at_least_one_and_at_most_one_that_is_open(int[] dimensions, bool isValid) =>
        Assert.Equal(isValid, new OutputShapeAttribute(dimensions).IsValid);

    [InputShape(28, 28, Name = "image")]
    [OutputShape(-1, 2)]
    [ThreadSafeModel]
    public class Base;

    public sealed class Derived : Base;
}
