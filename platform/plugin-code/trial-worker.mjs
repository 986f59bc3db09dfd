/* Imports a plugin's code where it can do no harm: in a thread that is ended when it hangs, throws or ends itself. */
import { parentPort, workerData } from 'node:worker_threads';

await import(workerData);
// What was left to fail by itself does so now.
await new Promise((resolve) => {
  setImmediate(() => setImmediate(resolve));
});
parentPort.postMessage('imported');
