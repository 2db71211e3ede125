using System.Reflection;

namespace Rewards.Repo.Tests.Architecture;

/// <summary>The types that a compiled type names: in its shape, its locals and its instructions.</summary>
internal static class TypeUse
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
        | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>A type outside <paramref name="mayName"/> that names a type in <paramref name="forbidden"/>.</summary>
    public static IEnumerable<string> Breaches(IEnumerable<Type> types, string mayName, string forbidden) =>
        from type in types
        where !IsIn(type, mayName)
        from used in Of(type).Distinct()
        where IsIn(used, forbidden)
        select $"{type.FullName} may not name {used.FullName}: only {mayName} may";

    public static IEnumerable<Type> Of(Type type) =>
        Shape(type).Concat(type.GetMembers(Declared).SelectMany(OfMember)).SelectMany(Parts);

    private static bool IsIn(Type type, string space) =>
        type.Namespace == space || type.Namespace?.StartsWith(space + ".", StringComparison.Ordinal) == true;

    private static IEnumerable<Type?> Shape(Type type) =>
        [type.BaseType, .. type.GetInterfaces(), .. Attributes(type)];

    private static IEnumerable<Type?> OfMember(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType, .. Attributes(field)],
        PropertyInfo property => [property.PropertyType, .. Attributes(property)],
        MethodBase method => OfMethod(method),
        _ => [],
    };

    private static IEnumerable<Type?> OfMethod(MethodBase method) =>
    [
        (method as MethodInfo)?.ReturnType,
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [],
        .. method.GetMethodBody()?.ExceptionHandlingClauses.Where(IsTyped).Select(clause => clause.CatchType) ?? [],
        .. Instructions.MembersNamedIn(method).SelectMany(Named),
        .. Attributes(method),
    ];

    private static bool IsTyped(ExceptionHandlingClause clause) =>
        clause.Flags == ExceptionHandlingClauseOptions.Clause;

    private static IEnumerable<Type?> Named(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodInfo method => [method.DeclaringType, .. method.GetGenericArguments()],
        _ => [member.DeclaringType],
    };

    private static IEnumerable<Type?> Attributes(MemberInfo member) =>
        member.GetCustomAttributesData().Select(attribute => attribute.AttributeType);

    // List<IJournal[]> names List, IJournal[] and IJournal.
    private static IEnumerable<Type> Parts(Type? type)
    {
        if (type is null)
        {
            return [];
        }

        return type.HasElementType
            ? Parts(type.GetElementType())
            : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
    }
}
