using System.Globalization;
using System.Reflection;
using System.Text;

namespace Mlp.Testing;

/// <summary>The public surface of an assembly as text: every type and member that other assemblies can see, in ordinal order.</summary>
public static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>Renders the surface; the same assembly always gives the same text.</summary>
    public static string Render(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(Header(type)).Append('\n');
            foreach (var member in type.IsEnum ? EnumMembers(type) : Members(type))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        var bases = new[] { type.BaseType }.Where(b => b is not null && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum))
            .Concat(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).OrderBy(i => i.ToString(), StringComparer.Ordinal))
            .Where(t => !(IsRecord(type) && t == typeof(IEquatable<>).MakeGenericType(type))).Select(t => NameOf(t!)).ToArray();
        var attributes = type.GetCustomAttributesData().Where(a => a.AttributeType.IsVisible && !IsCompilers(a.AttributeType))
            .Select(Attribute).Order(StringComparer.Ordinal);
        return $"{string.Concat(attributes)}{Kind(type)} {NameOf(type, withVariance: true)}"
            + (bases.Length > 0 && !typeof(Delegate).IsAssignableFrom(type) ? $" : {string.Join(", ", bases)}" : "")
            + (type.DeclaringType is null ? $"  // {type.Namespace}" : $"  // in {type.DeclaringType.FullName}")
            + Constraints(type.GetGenericArguments());
    }

    private static string Attribute(CustomAttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments.Select(a => a.ToString()).Concat(attribute.NamedArguments.Select(a => a.ToString())).ToArray();
        return $"[{attribute.AttributeType.Name[..^"Attribute".Length]}{(arguments.Length > 0 ? $"({string.Join(", ", arguments)})" : "")}] ";
    }

    private static bool IsCompilers(Type attribute) =>
        attribute.Namespace is "System.Runtime.CompilerServices" or "System.Diagnostics" || attribute == typeof(DefaultMemberAttribute);

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => type.IsByRefLike ? "ref struct" : "struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class"),
    };

    private static IEnumerable<string> EnumMembers(Type type) =>
        Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");

    private static IEnumerable<string> Members(Type type) => Unordered(type)
        .OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Text, StringComparer.Ordinal).Select(member => member.Text);

    private static IEnumerable<(string Name, string Text)> Unordered(Type type) =>
    [
        .. type.GetFields(Declared).Where(f => (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsSpecialName).Select(f => (f.Name, Field(f))),
        .. type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(IsSeen)).Select(p => (p.Name, Property(p))),
        .. type.GetEvents(Declared).Where(e => IsSeen(e.AddMethod!)).Select(e => (e.Name, $"event {NameOf(e.EventHandlerType!)} {e.Name}")),
        .. type.GetConstructors(Declared).Where(IsSeen).Select(c => ("", $"{Modifiers(c)}new({Parameters(c)})")),
        .. type.GetMethods(Declared).Where(m => IsSeen(m) && !IsWrittenByCompiler(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))).Select(m => (m.Name, Method(m))),
    ];

    private static bool IsWrittenByCompiler(MemberInfo member) => member.CustomAttributes.Any(a => a.AttributeType.Name == "CompilerGeneratedAttribute");

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null;

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Field(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
        return $"{(field.IsPublic ? "" : "protected ")}{kind}{Annotated(new NullabilityInfoContext().Create(field))} {field.Name}{value}";
    }

    private static string Property(PropertyInfo property)
    {
        var first = property.GetAccessors(nonPublic: true).First(IsSeen);
        var accessors = property.GetAccessors(nonPublic: true).Where(IsSeen).OrderBy(a => a.Name, StringComparer.Ordinal).Select(Accessor);
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";
        var required = property.CustomAttributes.Any(a => a.AttributeType.Name == "RequiredMemberAttribute") ? "required " : "";
        return $"{Modifiers(first)}{required}{Annotated(new NullabilityInfoContext().Create(property))} {property.Name}{index} "
            + $"{{ {string.Concat(accessors)}}}";
    }

    private static string Accessor(MethodInfo accessor)
    {
        var isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit");
        return accessor.Name.StartsWith("get_", StringComparison.Ordinal) ? "get; " : isInit ? "init; " : "set; ";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => NameOf(a)))}>" : "";
        var result = Annotated(new NullabilityInfoContext().Create(method.ReturnParameter));
        return $"{Modifiers(method)}{result} {method.Name}{generic}({Parameters(method)}){Constraints(method.GetGenericArguments())}";
    }

    private static string Modifiers(MethodBase method)
    {
        var access = method.IsPublic ? "" : "protected ";
        return access + method switch
        {
            { IsStatic: true } => method.IsAbstract ? "static abstract " : "static ",
            { IsAbstract: true } => method.DeclaringType!.IsInterface ? "" : "abstract ",
            MethodInfo { IsVirtual: true } info when info.GetBaseDefinition() != info => method.IsFinal ? "sealed override " : "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var kind = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.CustomAttributes.Any(a => a.AttributeType.Name is "ParamArrayAttribute" or "ParamCollectionAttribute") => "params ",
            _ => "",
        };
        var preset = parameter.HasDefaultValue ? $" = "
            + $"{(parameter.RawDefaultValue is null && parameter.ParameterType.IsValueType ? "default" : Preset(parameter))}" : "";
        return $"{kind}{Annotated(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{preset}";
    }

    private static string Preset(ParameterInfo parameter) =>
        parameter.ParameterType.IsEnum
            ? $"{parameter.ParameterType.Name}.{Enum.ToObject(parameter.ParameterType, parameter.RawDefaultValue!)}"
            : Literal(parameter.RawDefaultValue);

    private static string Annotated(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var mark = info.ReadState == NullabilityState.Nullable && !type.IsValueType && !type.IsGenericParameter ? "?" : "";
        if (info.ElementType is { } element)
        {
            return $"{Annotated(element)}[]{mark}";
        }

        var arguments = info.GenericTypeArguments;
        return arguments.Length == 0 || Nullable.GetUnderlyingType(type) is not null
            ? NameOf(type) + mark
            : $"{BareName(type)}<{string.Join(", ", arguments.Select(Annotated))}>{mark}";
    }

    private static string NameOf(Type type, bool withVariance = false)
    {
        if (Keywords.TryGetValue(type, out var keyword) || type.IsGenericParameter)
        {
            return keyword ?? type.Name;
        }

        if (type.IsArray || Nullable.GetUnderlyingType(type) is not null)
        {
            return type.IsArray ? $"{NameOf(type.GetElementType()!)}[]" : $"{NameOf(Nullable.GetUnderlyingType(type)!)}?";
        }

        return type.IsGenericType
            ? $"{BareName(type)}<{string.Join(", ", type.GetGenericArguments().Select(a => (withVariance ? Variance(a) : "") + NameOf(a)))}>"
            : BareName(type);
    }

    private static string BareName(Type type) => type.Name.Split('`')[0];

    private static string Variance(Type argument) => (argument.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => "",
    };

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(a => a.IsGenericParameter).Select(argument =>
    {
        var special = argument.GenericParameterAttributes;
        var isNotNull = (Flag(argument, "NullableAttribute") ?? Context(argument.DeclaringMethod) ?? Context(argument.DeclaringType)) == 1;
        string[] all =
        [
            .. special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["struct"] : Array.Empty<string>(),
            .. isNotNull && special == GenericParameterAttributes.None && argument.GetGenericParameterConstraints().Length == 0 ? ["notnull"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => NameOf(c)).Order(StringComparer.Ordinal),
            .. special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["new()"] : Array.Empty<string>(),
        ];
        return all.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", all)}";
    }));

    // What the compiler notes about nullability: 0 unknown, 1 not null, 2 nullable; on the member itself or on what surrounds it.
    private static byte? Flag(MemberInfo? member, string attribute) =>
        member?.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name == attribute)?.ConstructorArguments[0].Value as byte?;

    private static byte? Context(MemberInfo? member) => Flag(member, "NullableContextAttribute");

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
