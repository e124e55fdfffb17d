# FastAPI and NumPy, one process for each processor: uvicorn numpy_server:app --workers 2
import json
import os

import numpy
from fastapi import FastAPI, Request, Response

widths = [27, 1024, 1024, 1]
numbers = numpy.fromfile(os.path.join(os.environ["NETWORK"], "network.f32"), dtype="<f4")
layers, at = [], 0
for inputs, outputs in zip(widths, widths[1:]):
    weights = numbers[at:at + inputs * outputs].reshape(inputs, outputs)
    layers.append((numpy.ascontiguousarray(weights), numbers[at + inputs * outputs:at + (inputs + 1) * outputs]))
    at += (inputs + 1) * outputs

app = FastAPI()


@app.get("/health/ready")
async def ready():
    return "ready"


@app.post("/predict")
async def predict(request: Request):
    current = numpy.asarray(json.loads(await request.body()), dtype=numpy.float32)
    for i, (weights, biases) in enumerate(layers):
        current = current @ weights + biases
        if i < len(layers) - 1:
            current = numpy.maximum(current, 0)
    return Response(json.dumps(current.tolist()), media_type="application/json")
