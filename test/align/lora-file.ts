import { writeFile } from "node:fs/promises";

/** SmolLM2 135M: the attention's output of the first block is 576 x 576. */
const WIDTH = 576;
const RANK = 2;

/** A low-rank adapter for SmolLM2 135M in GGUF, of small made-up numbers. */
export async function loraFile(path: string): Promise<void> {
  const tensors = [
    { name: "blk.0.attn_output.weight.lora_a", shape: [WIDTH, RANK] },
    { name: "blk.0.attn_output.weight.lora_b", shape: [RANK, WIDTH] },
  ];
  const metadata: readonly (readonly [string, string | number])[] = [
    ["general.type", "adapter"],
    ["general.architecture", "llama"],
    ["adapter.type", "lora"],
    ["adapter.lora.alpha", RANK],
  ];
  const count = WIDTH * RANK;
  const head: Buffer[] = [Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(metadata.length)];
  for (const [key, value] of metadata) {
    head.push(string(key), ...(typeof value === "string" ? [u32(8), string(value)] : [u32(6), f32(value)]));
  }
  tensors.forEach(({ name, shape }, k) => {
    head.push(string(name), u32(shape.length), ...shape.map(u64), u32(0), u64(k * count * 4));
  });
  const header = Buffer.concat(head);
  const padding = Buffer.alloc((32 - (header.length % 32)) % 32);
  const numbers = tensors.map((_, k) =>
    Buffer.concat(Array.from({ length: count }, (_, i) => f32(0.2 * Math.sin(i + k)))),
  );
  await writeFile(path, Buffer.concat([header, padding, ...numbers]));
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

function f32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}

function string(text: string): Buffer {
  return Buffer.concat([u64(Buffer.byteLength(text)), Buffer.from(text)]);
}
