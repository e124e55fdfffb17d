using System.Buffers;

namespace Mlp.Models;

/// <summary>A model whose predictions depend on those before them in the same session: a filter, a recurrent network.</summary>
/// <remarks>
/// One instance serves many sessions in turn. Before the first prediction of a session <see cref="StartSession"/> is called, before each
/// further one <see cref="RestoreSession"/> with what <see cref="SaveSession"/> wrote after the one before; the three and
/// the prediction between them form one unit that no other session interrupts. Embedded in a program that has one session, only
/// <see cref="StartSession"/> is called, once. A model with state is neither batched nor called by two threads at once.
/// </remarks>
public interface ISessionState
{
    /// <summary>Forgets what came before: the next prediction is the first of its session.</summary>
    void StartSession();

    /// <summary>
    /// Writes what the next prediction of this session has to know, in a form of the model's own. It may leave the process.
    /// </summary>
    /// <param name="destination">Takes the bytes.</param>
    void SaveSession(IBufferWriter<byte> destination);

    /// <summary>Takes up a session where <see cref="SaveSession"/> of the same model version and parameters left it.</summary>
    /// <param name="state">The bytes that were written, complete.</param>
    void RestoreSession(ReadOnlySpan<byte> state);
}
