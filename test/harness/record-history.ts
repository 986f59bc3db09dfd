import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

import type { Json, JsonObject } from '../../domain/json.ts';

const { History } = temporal.api.history.v1;

/** What names a machine or a folder, and is nothing to a replay. */
const ofTheMachine = new Set(['identity', 'stackTrace', 'binaryChecksum', 'requestId']);

/** Process and host, as the SDK names a worker and the queue it keeps to itself. */
const workerName = /^\d+@\S+$/;

const withoutMachine = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(withoutMachine);
  if (typeof value === 'string' && workerName.test(value)) return '';
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, ofTheMachine.has(name) ? '' : withoutMachine(one)]),
  );
};

/** The history of a workflow as JSON that can be kept, and replayed on any machine. */
export const recordHistory = async (input: {
  client: Client;
  workflowId: string;
  /** One of several executions of the workflow; the latest by default. */
  runId?: string;
}): Promise<JsonObject> => {
  const history = await input.client.workflow.getHandle(input.workflowId, input.runId).fetchHistory();
  const plain = History.toObject(History.fromObject(history), {
    longs: String,
    bytes: String,
    enums: String,
  });
  const events: Json = JSON.parse(JSON.stringify(plain['events']));
  return { events: withoutMachine(events) };
};

/** A kept history as the SDK replays it. */
export const toHistory = (kept: JsonObject): temporal.api.history.v1.History => History.fromObject(kept);

/** Everything a history says, with the payloads in it decoded. */
export const readHistory = (value: Json): string => {
  if (Array.isArray(value)) return value.map(readHistory).join('\n');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, one]) =>
      name === 'data' && typeof one === 'string'
        ? Buffer.from(one, 'base64').toString('utf8')
        : `${name} ${readHistory(one)}`,
    )
    .join('\n');
};
