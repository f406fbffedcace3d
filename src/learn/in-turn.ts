/** One call after the other, in the order in which they were made; after one that failed none is begun any more. */
export function oneByOne<Asked extends readonly unknown[], Result>(
  run: (...asked: Asked) => Promise<Result>,
): (...asked: Asked) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (...asked) => {
    const own = last.then(() => run(...asked));
    last = own;
    return own;
  };
}

/** All results, or the first failure in order, so that the complaint is the same each time. */
export async function inOrder<Result>(tasks: readonly Promise<Result>[]): Promise<Result[]> {
  for (const task of tasks) task.catch(() => undefined);
  const results: Result[] = [];
  for (const task of tasks) results.push(await task);
  return results;
}
