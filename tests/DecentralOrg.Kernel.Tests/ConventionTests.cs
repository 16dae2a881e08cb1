using System.Reflection;

namespace DecentralOrg.Kernel.Tests;

public sealed class ConventionTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // One answer on every machine: nothing that rounds, waits, or asks for the time.
    private static readonly HashSet<Type> Banned =
    [
        typeof(float), typeof(double), typeof(decimal), typeof(Half),
        typeof(Task), typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>), typeof(Thread),
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeSpan), typeof(TimeProvider), typeof(Random),
    ];

    [Test]
    public void Kernel_knows_no_floating_point_no_clock_and_no_waiting()
    {
        var offences =
            from type in typeof(Bytes32).Assembly.GetTypes()
            from member in type.GetMembers(All)
            from used in TypesOf(member)
            where Parts(used).Any(Banned.Contains)
            select $"{type.FullName}.{member.Name}: {used.Name}";
        Assert.That(offences, Is.Empty);
    }

    [Test]
    public void The_convention_is_seen_where_it_is_broken()
    {
        var seen = typeof(Offender).GetMembers(All).SelectMany(TypesOf).SelectMany(Parts).Where(Banned.Contains).Distinct();
        Assert.That(seen, Is.EquivalentTo([typeof(double), typeof(decimal), typeof(float)]));
    }

    [Test]
    public void Kernel_depends_on_nothing_but_the_runtime_and_keccak()
    {
        var others = typeof(Bytes32).Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal));
        Assert.That(others, Is.EquivalentTo(["BouncyCastle.Cryptography"]));
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        MethodBase method =>
        [
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method is MethodInfo { ReturnType: var returned } ? [returned] : Type.EmptyTypes,
            .. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [],
        ],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)] : [type];
    }

    private sealed class Offender
    {
        public List<double[]> Values { get; } = [];

        public static bool Near(decimal left, decimal right, float tolerance) => (double)(left - right) < tolerance;
    }
}
