import type { DataUsed } from "../query/answer.js";
import { countText } from "./format.js";

/** What the table was and what became of its rows, in one line. */
export function dataText({ source, read, used, missing, notes }: DataUsed): string {
  const gaps = Object.entries(missing).filter(([, count]) => count > 0);
  const account = [
    `${source}: ${countText(read)} rows read`,
    read === used ? "all used" : `${countText(used)} used, ${countText(read - used)} left out`,
    ...gaps.map(([name, count]) => `${name} missing in ${countText(count)}`),
  ];
  return [account.join(", "), ...notes].join(". ").replaceAll("..", ".");
}
