namespace Mlp.Testing;

/// <summary>The collection of tests that measure their whole process, its memory for one, and so run when no other test does: each test assembly defines it.</summary>
public static class Alone
{
    public const string Name = "alone";
}
