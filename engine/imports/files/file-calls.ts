import type { z } from 'zod';

import { hashId } from '../../../domain/hash.ts';
import { filePut, fileRead, filesListed, type FileToPut } from '../../../plugins/contract/actions/files.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import type { Plugins } from '../../plugins/plugins.ts';

/** That a call did not come to what was asked; the file waits. */
export class FileCallFailed extends Error {
  readonly afterMs: number | undefined;
  constructor(message: string, afterMs: number | undefined) {
    super(message);
    this.name = 'FileCallFailed';
    this.afterMs = afterMs;
  }
}

/** Calls of the connector that has the files. Each throws `FileCallFailed` where it does not come to what was asked. */
export type FileCalls = {
  readonly list: (folder: string) => Promise<z.infer<typeof filesListed>>;
  readonly read: (input: { path: string; offset: number; length: number }) => Promise<Buffer>;
  readonly put: (file: FileToPut) => Promise<void>;
};

/** Makes the calls of one instance. */
export const createFileCalls = (input: {
  plugins: Pick<Plugins, 'perform'>;
  live: LiveWorkspace;
  instance: string;
  now: () => number;
}): FileCalls => {
  const { plugins, live, instance, now } = input;
  const call = async <Output extends z.ZodType>(
    action: string,
    asked: unknown,
    output: Output,
  ): Promise<z.infer<Output>> => {
    const { tenant } = live;
    const idempotencyKey = hashId('file', tenant, action, JSON.stringify(asked).slice(0, 1000));
    const outcome = await plugins.perform({
      live,
      tenant,
      instance,
      action,
      input: asked,
      idempotencyKey,
      now: now(),
    });
    if (outcome.kind === 'done') return output.parse(outcome.output);
    const afterMs = outcome.kind === 'retry' ? outcome.afterMs : undefined;
    throw new FileCallFailed(`${outcome.code}: ${outcome.message}`, afterMs);
  };
  return {
    list: (folder) => call('list-files', { folder }, filesListed),
    read: async (part) => Buffer.from((await call('read-file', part, fileRead)).base64, 'base64'),
    put: async (file) => {
      await call('put-file', file, filePut);
    },
  };
};
