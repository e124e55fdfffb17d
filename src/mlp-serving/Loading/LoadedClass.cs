using System.Reflection;
using Mlp.Models;

namespace Mlp.Serving.Loading;

/// <summary>A model class that is loaded: it makes instances with parameters.</summary>
internal sealed class LoadedClass
{
    private readonly string _parameters;

    private LoadedClass(ModelClass found, Type type, Type contract, string parameters)
    {
        (Name, Type, _parameters) = (found.Name, type, parameters);
        (Input, Output) = (contract.GenericTypeArguments[0], contract.GenericTypeArguments[1]);
        IsThreadSafe = type.IsDefined(typeof(ThreadSafeModelAttribute), inherit: false);
        InputShape = type.GetCustomAttribute<InputShapeAttribute>();
        OutputShape = type.GetCustomAttribute<OutputShapeAttribute>();
    }

    public string Name { get; }

    public Type Type { get; }

    public Type Input { get; }

    public Type Output { get; }

    public bool IsThreadSafe { get; }

    public InputShapeAttribute? InputShape { get; }

    public OutputShapeAttribute? OutputShape { get; }

#pragma warning disable CA1031 // Loading runs code of the model, which may throw anything.
    /// <exception cref="Refusal">The class cannot be loaded, or is no model.</exception>
    public static LoadedClass Load(ModelClass found, ModelLoadContext context, string parameters)
    {
        try
        {
            var assembly = context.LoadFromAssemblyPath(found.Assembly);
            var type = TypeOf(found, assembly, context) ?? throw NotLoaded(found, "the assembly has no such class");
            var contracts = type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IModel<,>)).ToList();
            return contracts.Count == 1
                ? new(found, type, contracts[0], parameters)
                : throw NotLoaded(found, $"it implements IModel<TInput, TOutput> {contracts.Count} times, not once");
        }
        catch (Exception e) when (e is not Refusal)
        {
            throw NotLoaded(found, e.Message, e);
        }
    }

    /// <summary>An instance that has taken over the parameters.</summary>
    /// <exception cref="Refusal">It cannot be made, or refuses them.</exception>
    public IModel Create()
    {
        IModel model;
        try
        {
            model = (IModel)Activator.CreateInstance(Type)!;
        }
        catch (Exception e)
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            throw new Refusal(ErrorCode.ModelNotLoaded, $"the constructor of {Type.FullName} failed: {cause.Message}", Type.FullName, "correct the constructor", cause);
        }

        try
        {
            model.ImportParameters(new ParametersFolder(_parameters));
            return model;
        }
        catch (Exception e)
        {
            (model as IDisposable)?.Dispose();
            throw new Refusal(
                ErrorCode.ParametersRefused, $"{Type.FullName} failed to take over the parameters in '{_parameters}': {e.Message}", _parameters,
                "serve it with parameters that fit, or correct ImportParameters", e);
        }
    }
#pragma warning restore CA1031

    // A declaration names a class of another assembly with that assembly's name.
    private static Type? TypeOf(ModelClass found, Assembly assembly, ModelLoadContext context) =>
        Type.GetType(found.Class, context.LoadFromAssemblyName, (named, name, _) => (named ?? assembly).GetType(name), throwOnError: false);

    private static Refusal NotLoaded(ModelClass found, string fact, Exception? cause = null) => new(
        ErrorCode.ModelNotLoaded, $"the model class {found.Class} cannot be loaded: {fact}", found.Class, "publish the project with all that it needs, and register it again", cause);
}
