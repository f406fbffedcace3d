import type { MakeTensor, PeerTensor } from "./peer.js";

/** Keys and values of the tokens that a model has read, by the names of its inputs; each tensor is texts x heads x tokens x width. */
export type Past = Readonly<Record<string, PeerTensor>>;

type Numbers = Float32Array;

/** What a run gives back, under the names by which the next run takes it (as in the library's own `getPastKeyValues`). */
export function pastOf(outputs: Readonly<Record<string, PeerTensor>>): Past | undefined {
  const past: Record<string, PeerTensor> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    if (name.startsWith("present_")) past[name.replace("present_", "past_")] = tensor;
    else if (name.startsWith("present")) past[name.replace("present", "past_key_values")] = tensor;
  }
  return Object.keys(past).length > 0 ? past : undefined;
}

/** Its numbers are where they can be read, and not on a graphics card. */
export function isAtHand(past: Past): boolean {
  return Object.values(past).every(({ location = "cpu" }) => location === "cpu" || location === "cpu-pinned");
}

/** The first so many tokens of what is remembered of one text; undefined where the model's memory is not one entry a token. Cost: a copy. */
export function cropped(past: Past, length: number, to: number, Tensor: MakeTensor): Past | undefined {
  const kept: Record<string, PeerTensor> = {};
  if (!isAtHand(past)) return undefined;
  for (const [name, { type, dims, data }] of Object.entries(past)) {
    const isPlain = name.startsWith("past_key_values.") && dims.length === 4 && dims[2] === length;
    if (!isPlain) return undefined;
    const [texts, heads, , width] = dims;
    const numbers = data as Numbers;
    const part = new (numbers.constructor as Float32ArrayConstructor)(texts * heads * to * width);
    for (let head = 0; head < texts * heads; head++) {
      const from = head * length * width;
      part.set(numbers.subarray(from, from + to * width), head * to * width);
    }
    kept[name] = new Tensor(type, part, [texts, heads, to, width]);
  }
  return kept;
}

/** Memories of texts of one length as one of all of them. Cost: a copy. */
export function joined(pasts: readonly Past[], Tensor: MakeTensor): Past {
  if (pasts.length === 1) return pasts[0];
  const all: Record<string, PeerTensor> = {};
  for (const [name, { type, dims, data }] of Object.entries(pasts[0])) {
    const size = (data as Numbers).length;
    const numbers = new ((data as Numbers).constructor as Float32ArrayConstructor)(size * pasts.length);
    pasts.forEach((past, k) => {
      numbers.set(past[name].data as Numbers, k * size);
    });
    all[name] = new Tensor(type, numbers, [pasts.length, ...dims.slice(1)]);
  }
  return all;
}

/** The memory of each text out of one of all of them. Cost: a copy. */
export function parted(past: Past, texts: number, Tensor: MakeTensor): Past[] {
  if (texts === 1) return [past];
  return Array.from({ length: texts }, (_, k) =>
    Object.fromEntries(
      Object.entries(past).map(([name, { type, dims, data }]) => {
        const size = (data as Numbers).length / texts;
        const own = (data as Numbers).slice(k * size, (k + 1) * size);
        return [name, new Tensor(type, own, [1, ...dims.slice(1)])];
      }),
    ),
  );
}

/** Frees what the garbage collector cannot see. */
export async function dispose(past: Past): Promise<void> {
  if (isAtHand(past)) return;
  await Promise.all(Object.values(past).map((tensor) => tensor.dispose?.()));
}
