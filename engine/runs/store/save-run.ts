import type { mongo } from 'mongoose';

import type { Run } from '../ports.ts';
import type { RunDoc } from './run-schema.ts';
import { toRunDoc } from './run-doc.ts';

/** Noted by others at any time, whatever the run is at. */
const conversion = {
  convertedAt: '$convertedAt',
  goalValue: '$goalValue',
  goalMinor: '$goalMinor',
  goalCurrency: '$goalCurrency',
};

/** The write of a run if nobody wrote since `rev`; its conversion stays as it stands in the database. */
export const saveOp = (input: {
  run: Run;
  rev: number;
  writer: string;
}): mongo.AnyBulkWriteOperation<RunDoc> => {
  const { rev, writer } = input;
  const {
    convertedAt: _convertedAt,
    goalValue: _goalValue,
    goalMinor: _goalMinor,
    goalCurrency: _goalCurrency,
    ...run
  } = input.run;
  const doc = { ...toRunDoc(run), rev: rev + 1, writer };
  const changed = { $mergeObjects: [{ $literal: doc }, conversion] };
  return { updateOne: { filter: { _id: doc._id, rev }, update: [{ $replaceWith: changed }] } };
};
