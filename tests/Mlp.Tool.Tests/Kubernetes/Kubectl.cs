namespace Mlp.Tool.Tests.Kubernetes;

/// <summary>The kubectl that the tests run: the first on the search path.</summary>
internal static class Kubectl
{
    public static async Task<string> Kustomize(string folder)
    {
        var (exit, output, errors) = await Tool.RunProgram("kubectl", ["kustomize", folder]);
        Assert.True(exit == 0, errors);
        return output;
    }
}
