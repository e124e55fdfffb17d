# FastAPI and NumPy, one process for each processor: uvicorn numpy_server:app --workers 2
# It declares what it takes and gives, which FastAPI checks then; with UNCHECKED set it goes past all of that.
import json
import os
from typing import List

import numpy
from fastapi import Body, FastAPI, Request, Response

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


def run(numbers):
    current = numpy.asarray(numbers, dtype=numpy.float32)
    for i, (weights, biases) in enumerate(layers):
        current = current @ weights + biases
        if i < len(layers) - 1:
            current = numpy.maximum(current, 0)
    return current.tolist()


async def checked(input: List[float] = Body()):
    return run(input)


async def unchecked(request: Request):
    return Response(json.dumps(run(json.loads(await request.body()))), media_type="application/json")


if "UNCHECKED" in os.environ:
    app.post("/predict")(unchecked)
else:
    app.post("/predict", response_model=List[float])(checked)
