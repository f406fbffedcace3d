import { exp } from "../../elementary.js";
import type { KernelOps } from "../ops.js";
import type { Views } from "./views.js";

/** Beyond this a probability is within 1e-307 of 0 or 1. */
const MOST = 708;

/** 1 / (1 + e^-eta), the same bits as in the compiled kernels. */
export function curve(eta: number): number {
  return 1 / (1 + exp(Math.min(MOST, Math.max(-MOST, -eta))));
}

/** The twin of assembly/logistic.ts. */
export function logisticOps({ doubles }: Views): Pick<KernelOps, "logisticRows" | "logisticCurve"> {
  const logisticRows: KernelOps["logisticRows"] = (eta, y, w, count, residual, spread) => {
    let most = 0;
    for (let i = 0; i < count; i++) {
      const e = doubles[(eta >>> 3) + i];
      const p = curve(e);
      const weight = doubles[(w >>> 3) + i];
      most = Math.max(most, Math.abs(e));
      doubles[(residual >>> 3) + i] = weight * (doubles[(y >>> 3) + i] - p);
      if (spread !== 0) doubles[(spread >>> 3) + i] = weight * p * (1 - p);
    }
    return most;
  };
  const logisticCurve: KernelOps["logisticCurve"] = (eta, count, out) => {
    for (let i = 0; i < count; i++) doubles[(out >>> 3) + i] = curve(doubles[(eta >>> 3) + i]);
  };
  return { logisticRows, logisticCurve };
}
