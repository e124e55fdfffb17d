using Mlp.Cli.Building;
using Mlp.Testing;

namespace Mlp.Tool.Tests.Building;

public sealed class ModelMarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_assembly_that_declares_no_model_has_no_mark() => Assert.False(ModelMark.IsOn(typeof(ModelMarkTests).Assembly.Location));

    [Fact]
    public void What_is_no_assembly_has_no_mark()
    {
        Assert.False(ModelMark.IsOn(_folder.PathOf("missing.dll")));
        Assert.False(ModelMark.IsOn(_folder.Write("text.dll", "no assembly")));
        Assert.False(ModelMark.IsOn(_folder.Write("empty.dll", "")));
        Assert.False(ModelMark.IsOn("/usr/lib/x86_64-linux-gnu/libc.so.6"));
    }
}
