/** Freezes a tree of plain objects and lists in place, with a stack of its own. Cost: O(nodes). */
export function freezeDeep<T>(root: T): T {
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const one = stack.pop();
    if (typeof one !== "object" || one === null || Object.isFrozen(one)) continue;
    Object.freeze(one);
    for (const inner of Object.values(one)) if (typeof inner === "object" && inner !== null) stack.push(inner);
  }
  return root;
}
