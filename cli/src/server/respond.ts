import { isExplained, queueFull } from "./api-error.js";
import { eventStream } from "./event-stream.js";
import { type Prepared, seedOf } from "./prepare.js";
import { readJson } from "./read-body.js";
import type { OpenRequest } from "./requests.js";
import type { Service } from "./service.js";
import { type Ending, type Piece, writeChoice } from "./write-choice.js";

/** How an endpoint words what was written. */
export interface Shape {
  /** The kinds of records that the whole answer and its chunks are. */
  readonly whole: string;
  readonly chunk: string;
  choice(index: number, pieces: readonly Piece[]): object;
  /** What comes before the first piece of a choice. */
  opening?(index: number): object;
  delta(index: number, piece: Piece): object;
}

/** A request, read and found good. */
export interface Asked {
  readonly prepared: Prepared;
  readonly stream: boolean;
  /** A stream ends with the count of its tokens. */
  readonly usage: boolean;
  readonly shape: Shape;
}

/** Reads a request, waits for its turn and answers it, at once or as a stream. @throws ApiError for what happens before the answer begins */
export async function respond(
  service: Service,
  raw: Request,
  read: (body: unknown, signal: AbortSignal) => Promise<Asked>,
): Promise<Response> {
  const open = service.requests.open(raw.signal);
  let leave = () => {};
  let streams = false;
  const end = () => {
    leave();
    open.done();
  };
  try {
    // Those that are being read count too: their bodies take up memory as well.
    const { sequences, waiting } = service.limits;
    if (service.requests.count() > sequences + waiting) throw queueFull(waiting);
    const asked = await read(await readJson(raw, service.limits.body), open.signal);
    leave = await service.gate.enter(Object.keys(asked.prepared.speakers.factors).length, open.signal);
    if (!asked.stream) return Response.json(await wholeAnswer(service, asked, open));
    streams = true;
    const events = eventStream(chunksOf(service, asked, open), open, (error) => {
      if (error !== undefined && !isExplained(error)) service.bug(error);
      end();
    });
    return new Response(events, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache",
        "x-accel-buffering": "no",
      },
    });
  } catch (error) {
    throw open.signal.aborted ? open.signal.reason : error;
  } finally {
    if (!streams) end();
  }
}

/** The choices one after the other, so that a request never takes more of the engine than one answer does. */
async function* piecesOf(
  service: Service,
  { speakers, wish, choices, seed, id }: Prepared,
  { signal }: OpenRequest,
): AsyncGenerator<{ readonly index: number; readonly piece: Piece }, void> {
  for (let index = 0; index < choices; index++) {
    const own = { key: `${id}/${index}`, seed: seedOf(seed, index), signal };
    for await (const piece of writeChoice(service, speakers, wish, own)) yield { index, piece };
  }
}

async function wholeAnswer(service: Service, { prepared, shape }: Asked, open: OpenRequest): Promise<object> {
  const pieces: Piece[][] = Array.from({ length: prepared.choices }, () => []);
  for await (const { index, piece } of piecesOf(service, prepared, open)) pieces[index].push(piece);
  const endings = pieces.map((list) => list.at(-1)!.ending!);
  return {
    ...head(service, prepared, shape.whole),
    choices: pieces.map((list, index) => shape.choice(index, list)),
    usage: usageOf(prepared, endings),
    disco: ownWords(prepared, endings),
  };
}

async function* chunksOf(service: Service, asked: Asked, open: OpenRequest): AsyncGenerator<object, void> {
  const { prepared, shape, usage } = asked;
  const start = head(service, prepared, shape.chunk);
  const uncounted = usage ? { usage: null } : {};
  const endings: Ending[] = [];
  let opened = -1;
  for await (const { index, piece } of piecesOf(service, prepared, open)) {
    if (index > opened && shape.opening) yield { ...start, choices: [shape.opening(index)], ...uncounted };
    opened = index;
    const { ending } = piece;
    if (ending) endings.push(ending);
    const own = endings.length === prepared.choices ? { disco: ownWords(prepared, endings) } : {};
    yield { ...start, choices: [shape.delta(index, piece)], ...uncounted, ...own };
  }
  if (usage) yield { ...start, choices: [], usage: usageOf(prepared, endings) };
}

function head({ model, fingerprint }: Service, { id, created }: Prepared, object: string): object {
  return { id, object, created, model, system_fingerprint: fingerprint };
}

function usageOf({ promptTokens }: Prepared, endings: readonly Ending[]): object {
  const written = endings.reduce((sum, { tokens }) => sum + tokens, 0);
  return { prompt_tokens: promptTokens, completion_tokens: written, total_tokens: promptTokens + written };
}

/** What other endpoints have no place for: the seed that gives the answer again, whose profile spoke, and how far each choice went from the model's own law. */
function ownWords({ seed, speakers }: Prepared, endings: readonly Ending[]): object {
  return { seed, user: speakers.user ?? null, level: "token", divergence: endings.map(({ divergence }) => divergence) };
}
