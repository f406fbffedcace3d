// What a worker runs: opened by `bootstrap.ts` by its file name, and imported by nobody.
import { serveCrew } from "../../num/crew.js";
import { makeReplicator, type ReplicationSetup } from "./replicate.js";

serveCrew((setup) => {
  const replicate = makeReplicator(setup as ReplicationSetup);
  return (task) => ({ result: (task as readonly number[]).map((replication) => replicate(replication)) });
});
