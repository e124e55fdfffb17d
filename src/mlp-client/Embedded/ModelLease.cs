using Mlp.Models;

namespace Mlp;

/// <summary>Counts who uses a model, so that it is disposed of when it is retired and its last prediction has ended.</summary>
internal sealed class ModelLease<TModel>(EmbeddedModel<TModel> model, Action<Exception> disposeFailed)
    where TModel : class, IModel
{
    // One for being current; at zero nobody may enter again.
    private int _users = 1;

    public EmbeddedModel<TModel> Model => model;

    public bool TryEnter()
    {
        for (var users = Volatile.Read(ref _users); users > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Dispose();
        }
    }

#pragma warning disable CA1031 // The model's code may throw anything, and who leaves last has a prediction to return.
    private void Dispose()
    {
        try
        {
            model.Dispose();
        }
        catch (Exception e)
        {
            disposeFailed(e);
        }
    }
#pragma warning restore CA1031
}
