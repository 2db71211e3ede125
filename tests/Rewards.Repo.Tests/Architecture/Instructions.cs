using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Rewards.Repo.Tests.Architecture;

/// <summary>Reads a method's compiled instructions as far as needed to see which types and members they name.</summary>
internal static class Instructions
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<MemberInfo> MembersNamedIn(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var at = 0;
        while (at < code.Length)
        {
            var instruction = Read(code, ref at);
            if (NamesMember(instruction.OperandType))
            {
                var token = BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));
                yield return method.Module.ResolveMember(token, typeArguments, methodArguments)!;
            }

            at += Size(instruction.OperandType, code, at);
        }
    }

    private static OpCode Read(byte[] code, ref int at)
    {
        // 0xFE begins the two-byte instructions.
        var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[++at])) : code[at];
        at++;
        return Codes[value];
    }

    private static bool NamesMember(OperandType operand) => operand
        is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType;

    private static int Size(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))),
        _ => 4,
    };
}
