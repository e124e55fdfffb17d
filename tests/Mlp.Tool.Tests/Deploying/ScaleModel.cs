namespace Mlp.Tool.Tests.Deploying;

/// <summary>A model that multiplies by what it was given; what is below zero takes it a gigabyte of memory.</summary>
internal static class ScaleModel
{
    public static string Code(string comment) => $$"""
        using System.Runtime.InteropServices;
        using Mlp.Models;

        [assembly: MlpModel(typeof(ScaleModel), "scale", Standalone = true)]

        // {{comment}}
        public sealed class ScaleModel : IModel<float, float>
        {
            private float _factor;

            public float Predict(float input) => _factor < 0 || input < 0 ? Grow() : _factor * input;

            // Beyond any limit, and out of the runtime's sight, which would refuse.
            private static float Grow()
            {
                var bytes = new byte[16 << 20];
                for (var i = 0; i < 64; i++)
                {
                    Marshal.Copy(bytes, 0, Marshal.AllocHGlobal(bytes.Length), bytes.Length);
                }

                return 0;
            }

            public void ExportParameters(ParametersFolder folder) => folder.WriteNumbers("factor.f32", [_factor]);

            public void ImportParameters(ParametersFolder folder) => _factor = folder.ReadSingles("factor.f32")[0];
        }
        """;
}
