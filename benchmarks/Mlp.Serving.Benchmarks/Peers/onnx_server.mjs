// Node and ONNX Runtime, one process for each processor. The model is written here, so that no other tool is needed: three Gemm and two Relu.
import cluster from "node:cluster";
import { readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";

const [, , port, parameters, modules, processes] = process.argv;
const widths = [27, 1024, 1024, 1];

const varint = (n) => { const out = []; while (n > 127) { out.push((n & 127) | 128); n = Math.floor(n / 128); } out.push(n); return Buffer.from(out); };
const field = (number, bytes) => Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
const integer = (number, value) => Buffer.concat([varint(number * 8), varint(value)]);
const text = (number, value) => field(number, Buffer.from(value));
const node = (type, inputs, output) => field(1, Buffer.concat([...inputs.map((i) => text(1, i)), text(2, output), text(4, type)]));
const tensor = (name, dims, floats) => field(5, Buffer.concat([...dims.map((d) => integer(1, d)), integer(2, 1), text(8, name), field(9, floats)]));
const value = (number, name, dims) => field(number, Buffer.concat([text(1, name), field(2, field(1, Buffer.concat([integer(1, 1), field(2, Buffer.concat(dims.map((d) => field(1, integer(1, d)))))])))]));

function model() {
  const numbers = readFileSync(`${parameters}/network.f32`);
  const parts = [];
  let [at, current] = [0, "input"];
  for (let layer = 0; layer < widths.length - 1; layer++) {
    const [inputs, outputs] = [widths[layer], widths[layer + 1]];
    const take = (count) => numbers.subarray(at, (at += count * 4));
    parts.push(tensor(`w${layer}`, [inputs, outputs], take(inputs * outputs)), tensor(`b${layer}`, [outputs], take(outputs)));
    const last = layer === widths.length - 2;
    parts.push(node("Gemm", [current, `w${layer}`, `b${layer}`], last ? "output" : `g${layer}`));
    if (!last) parts.push(node("Relu", [`g${layer}`], `r${layer}`));
    current = `r${layer}`;
  }
  const graph = Buffer.concat([...parts, text(2, "network"), value(11, "input", [1, widths[0]]), value(12, "output", [1, 1])]);
  return Buffer.concat([integer(1, 8), field(7, graph), field(8, integer(2, 13))]);
}

if (cluster.isPrimary) {
  for (let i = 0; i < Number(processes); i++) cluster.fork();
} else {
  const ort = createRequire(`${modules}/`)("onnxruntime-node");
  const session = await ort.InferenceSession.create(model(), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  http.createServer((request, response) => {
    if (request.method === "GET") return response.end("ready");
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      const input = new ort.Tensor("float32", Float32Array.from(JSON.parse(Buffer.concat(chunks).toString())), [1, widths[0]]);
      const { output } = await session.run({ input });
      const body = JSON.stringify(Array.from(output.data));
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) });
      response.end(body);
    });
  }).listen(Number(port), "127.0.0.1");
}
