import type { mongo } from 'mongoose';

import type { Run } from '../../activities/ports/runs.ts';
import { keyOf } from '../keys.ts';
import type { RunDoc } from '../schemas/run.ts';
import { waitFields } from './run-doc.ts';

/** Fields a saved run may have lost since it was last written. */
const optional = ['endedAt', 'outcome', 'wakeAt', 'goalUntil'] as const;

/**
 * The write of a run if nobody wrote since `rev`. Conversion is noted by others at any time and left alone;
 * so this sets and unsets instead of replacing.
 */
export const saveOp = (input: {
  run: Run;
  rev: number;
  writer: string;
}): mongo.AnyBulkWriteOperation<RunDoc> => {
  const { run, rev, writer } = input;
  const { id, convertedAt: _convertedAt, goalValue: _goalValue, rev: _rev, ...fields } = run;
  const waits = waitFields(run);
  const gone = [
    ...optional.filter((name) => run[name] === undefined),
    ...(waits.listens === undefined ? ['listens'] : []),
    ...(waits.wake === undefined ? ['wake'] : []),
  ];
  return {
    updateOne: {
      filter: { _id: keyOf(run.tenant, id), rev },
      update: {
        $set: { ...fields, ...waits, rev: rev + 1, writer },
        ...(gone.length === 0 ? {} : { $unset: Object.fromEntries(gone.map((name) => [name, 1])) }),
      },
    },
  };
};
