using BeamLine;
using Mlp.Models;

[assembly: MlpModel(typeof(BeamEncoder), "beam_encoder", Standalone = true, Description = "Describes a beam profile by three numbers.")]
[assembly: MlpModel(typeof(BeamDecoder), "beam_decoder", Standalone = true, Description = "Draws the beam profile that three numbers describe.")]
[assembly: MlpMetadata("detector", "screen")]
[assembly: MlpMetadata("direction", "measurement", Model = typeof(BeamEncoder))]
[assembly: MlpMetadata("direction", "prediction", Model = typeof(BeamDecoder))]
