/* Imports a plugin's code where it can do no harm: in a thread that is ended when it hangs, throws or ends itself. */
import { workerData } from 'node:worker_threads';

const { url, imported } = workerData;
await import(url);
// What was left to fail by itself does so now.
await new Promise((resolve) => {
  setImmediate(() => setImmediate(resolve));
});
imported[0] = 1;
process.exit();
