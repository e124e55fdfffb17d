namespace Mlp.Models;

/// <summary>Says that predictions of this class may run at the same time on one instance.</summary>
/// <remarks>
/// Without it a model is called by one thread at a time. The statement is not inherited, which is why it is no interface: a class that
/// derives from a thread-safe one and adds a field has to think, and to say it again.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ThreadSafeModelAttribute : Attribute;
