namespace Mlp.Server.Hosting;

/// <summary>The Docker Engine that models are run on, and what each of their containers may use.</summary>
public sealed record DockerSettings
{
    /// <summary>The engine's Unix socket.</summary>
    public string Socket { get; init; } = "/var/run/docker.sock";

    /// <summary>The bytes of memory of each container.</summary>
    public long Memory { get; init; } = 1L << 30;

    /// <summary>The processors of each container; 0 is all.</summary>
    public double Cpus { get; init; }

    /// <summary>The network of the containers; null is the engine's default.</summary>
    public string? Network { get; init; }
}
