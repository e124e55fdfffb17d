namespace Mlp.Tool.Tests.Deploying;

/// <summary>A model that multiplies by what it was given.</summary>
internal static class ScaleModel
{
    public static string Code(string comment) => $$"""
        using Mlp.Models;

        [assembly: MlpModel(typeof(ScaleModel), "scale", Standalone = true)]

        // {{comment}}
        public sealed class ScaleModel : IModel<float, float>
        {
            private float _factor;

            public float Predict(float input) => _factor * input;

            public void ExportParameters(ParametersFolder folder) => folder.WriteNumbers("factor.f32", [_factor]);

            public void ImportParameters(ParametersFolder folder) => _factor = folder.ReadSingles("factor.f32")[0];
        }
        """;
}
