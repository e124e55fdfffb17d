using Mlp.Serving.Hosting;
using Mlp.Serving.Options;
using Mlp.Serving.Protocols;

namespace Mlp.Serving.Loading;

/// <summary>From folders to a model that serves.</summary>
internal static class ModelLoader
{
    /// <param name="folder">The model folder, or a copy of it.</param>
    /// <exception cref="Refusal">It cannot be served.</exception>
    public static IServed Load(ServingOptions options, string folder, bool isCollectible)
    {
        var found = ModelFolder.Find(Path.GetFullPath(folder), options.Name);
        var context = new ModelLoadContext(found.Entry, isCollectible);
        var loaded = LoadedClass.Load(found, context, Path.GetFullPath(options.Parameters));
        Demand(loaded.Type, loaded.InputShape);
        Demand(loaded.Type, loaded.OutputShape);
        var served = typeof(Served<,>).MakeGenericType(loaded.Input, loaded.Output);
        try
        {
            return (IServed)Activator.CreateInstance(served, loaded, options)!;
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is Refusal refusal)
        {
            throw refusal;
        }
    }

    private static void Demand(Type type, Models.TensorShapeAttribute? shape)
    {
        if (shape is { IsValid: false })
        {
            throw new Refusal(
                ErrorCode.ModelNotLoaded, $"{type.FullName} declares the shape [{string.Join(", ", shape.Dimensions)}], which is none", type.FullName,
                "give at least one dimension, each at least 1; one of them may be -1");
        }
    }
}
